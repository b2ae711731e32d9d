namespace PluginHost.Features.Tests;

/// <summary>Frames on their way to a network.</summary>
public sealed class PictureTests
{
    [Fact]
    public void Planes_are_resized_to_Pillows_bytes()
    {
        var all = References.Resized().ToArray();
        all.Length.ShouldBe(10);
        foreach (var (from, to, filter, bytes) in all)
        {
            var plane = References.Frames(1, 1, from[0], from[1]).data<byte>().ToArray();
            var found = Resampling.Resize(plane, from[0], from[1], to[0], to[1], Enum.Parse<Filter>(filter, ignoreCase: true));
            found.Select(value => (int)value).ShouldBe(bytes, $"{from[0]} x {from[1]} to {to[0]} x {to[1]}, {filter}");
        }
    }

    [Theory]
    [InlineData(1, new[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(2, new[] { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(16, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 })]
    [InlineData(31, new[] { 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30 })]
    public void Sixteen_frames_are_spread_from_the_first_to_the_last(int frames, int[] wanted) =>
        new Clip([], frames, 1, 2, 2).Spread(16).ShouldBe(wanted);

    [Fact]
    public void Frames_of_another_type_or_shape_are_refused()
    {
        using var extractor = new NetworksExtractor(new() { Objects = new() { Network = ObjectNetwork.Pixels } });
        Should.Throw<ArgumentException>(() => extractor.Extract(zeros(2, 1, 8, 8), 8)).Message.ShouldContain("Float32");
        Should.Throw<ArgumentException>(() => extractor.Extract(tensor(new byte[128], [2, 8, 8]), 8)).Message.ShouldContain("2, 8, 8");
        Should.Throw<ArgumentException>(() => extractor.Extract(tensor(new byte[256], [2, 2, 8, 8]), 8)).Message.ShouldContain("1 or 3");
    }
}
