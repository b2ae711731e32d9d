using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Spectra;
using TorchSharp;
using static TorchSharp.torch;

namespace DataSets.Tests.Classification;

/// <summary>Expected pictures are numpy's in float64, written by logmel.py from the formulas.</summary>
public sealed class LogMelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Pictures_are_those_of_numpy_in_float64(int number)
    {
        var expected = JsonNode.Parse(File.ReadAllText(References.Here("logmel.json")))![number]!;
        var options = expected["options"]!.AsArray().Deserialize<int[]>()!;
        float[][] rows = expected["picture"]!.AsArray().Deserialize<float[][]>()!;
        var front = new LogMel(new(16000, options[0], options[1], options[2], options[3], options[4], options[5]));

        using var scope = NewDisposeScope();
        using var picture = front.Analyse(tensor(Sweeps(4000)).unsqueeze(0));
        picture.shape.ShouldBe([1L, rows.Length, rows[0].Length]);
        front.Frames(4000).ShouldBe(rows[0].Length);
        var values = picture.contiguous().data<float>().ToArray();
        // Where the sweeps are far, what is left of them is near float32's rounding of the loudest part.
        values.Zip(rows.SelectMany(row => row)).Where(pair => pair.Second > -8).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(2e-3f);
        values.Zip(rows.SelectMany(row => row)).Max(pair => Math.Abs(Math.Exp(pair.First) - Math.Exp(pair.Second)))
            .ShouldBeLessThan(1e-5 * Math.Exp(rows.Max(row => row.Max())));
    }

    [Fact]
    public void Mels_are_Slaneys_and_come_back()
    {
        LogMel.Mel(1000).ShouldBe(15, 1e-9);
        LogMel.Mel(6400).ShouldBe(42, 1e-9);
        foreach (var hertz in (double[])[0, 440, 999, 1001, 8000]) LogMel.Hertz(LogMel.Mel(hertz)).ShouldBe(hertz, 1e-9);
    }

    [Fact]
    public void Silence_is_the_floor_and_shapes_that_cannot_work_are_refused()
    {
        using var scope = NewDisposeScope();
        new LogMel(new(Floor: 1e-6)).Analyse(zeros(1, 4000)).data<float>().ToArray().ShouldAllBe(value => Math.Abs(value - Math.Log(1e-6)) < 1e-5);
        Should.Throw<ArgumentOutOfRangeException>(() => new LogMel(new(Size: 64, Window: 64, Mels: 64)));
        Should.Throw<ArgumentOutOfRangeException>(() => new LogMel(new(Highest: 9000)));
        Should.Throw<ArgumentOutOfRangeException>(() => new LogMel(new(Window: 600)));
    }

    /// <summary>The sound of logmel.py.</summary>
    private static float[] Sweeps(int samples) =>
    [
        .. Enumerable.Range(0, samples).Select(i => i / 16000.0).Select(time => (float)(
            (0.4 * Math.Sin(2 * Math.PI * ((200 * time) + (6000 * time * time)))) + (0.2 * Math.Sin(2 * Math.PI * ((5000 * time) - (4000 * time * time)))))),
    ];
}
