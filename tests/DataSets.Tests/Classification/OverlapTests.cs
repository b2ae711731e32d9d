using System.Runtime.InteropServices;
using DataSets.Tests.Soundfont;
using PluginHost.Learning;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetClassification.Digits;
using PluginHost.Plugins.DatasetClassification.Letters;
using PluginHost.Plugins.DatasetClassification.Sounds;
using PluginHost.DataSets.Splitting;

namespace DataSets.Tests.Classification;

/// <summary>No test sample is equal to a training sample, whatever its name, by what the set gives to a model.</summary>
public sealed class OverlapTests : IDisposable
{
    private readonly RunStandIn _run = new();

    [Fact]
    public void Equal_rows_of_the_letters_are_in_one_split()
    {
        var letters = new LettersDataset(new() { Source = "installed", Folder = References.Installed, Standardise = false }, _run, _run).Prepared();
        // 20,000 rows, of which 1,332 repeat another one.
        Distinct(letters, SampleKeys.Features).ShouldBe(18_668);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("opencv")]
    [InlineData("sklearn")]
    public void Equal_digits_are_in_one_split(string variant)
    {
        var digits = new DigitsDataset(new() { Source = "embedded", Variant = variant }, _run, _run).Prepared();
        Distinct(digits, SampleKeys.Image).ShouldBeGreaterThan(390);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("content")]
    public void Equal_sounds_are_in_one_split_across_classes_and_domains(string together)
    {
        for (var i = 0; i < 24; i++)
        {
            var tone = new Sound(8000, [.. Enumerable.Range(0, 2400).Select(t => (float)(0.5 * Math.Sin(2 * Math.PI * (300 + (20 * (i % 12))) * t / 8000)))]);
            var path = Path.Combine(_run.Directory, "set", i % 3 == 0 ? "hall" : "room", i % 2 == 0 ? "a" : "b", $"{i}.wav");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SoundFile.Write(path, tone);
        }

        using var sounds = new SoundsDataset(
            new() { Folder = "set", HasDomains = true, CacheDirectory = "cache", Rate = 8000, Seconds = 0.2, Together = together, Validation = 0, Test = 0.5 },
            _run, _run).Prepared();
        Distinct(sounds, SampleKeys.Image).ShouldBe(12);
    }

    public void Dispose() => _run.Dispose();

    // How many different contents there are; each is held to one split.
    private static int Distinct(IDataset dataset, string key)
    {
        var splits = new Dictionary<UInt128, Split>();
        foreach (var sample in dataset.All())
        {
            var content = LabelledItem.Digest(MemoryMarshal.AsBytes<float>(dataset.Values(sample, key)));
            if (!splits.TryAdd(content, sample.Split)) splits[content].ShouldBe(sample.Split, sample.Id);
        }

        return splits.Count;
    }
}
