using PluginHost.Spectra;

namespace PluginHost.Separation.Tests;

/// <summary>Golden values of docs/separation.md, "Frequency scale", computed with the authors' own formulas in numpy.</summary>
public sealed class FrequencyWarpTests
{
    [Theory]
    [InlineData(0, -1)]
    [InlineData(1, -0.9987989)]
    [InlineData(64, -0.8852906)]
    [InlineData(127, -0.6444699)]
    [InlineData(128, -0.6389986)]
    [InlineData(255, 1)]
    public void The_warp_reads_the_spectrum_at_the_originals_places(int row, double place) =>
        GridWarp.Ordinates(256, LogScale.ToLinear)[row].ShouldBe(place, 1e-7);

    [Theory]
    [InlineData(1, -0.9747794)]
    [InlineData(128, 0.1781085)]
    [InlineData(256, 0.5763870)]
    [InlineData(511, 1)]
    public void The_way_back_reads_masks_at_the_originals_places(int row, double place) =>
        GridWarp.Ordinates(512, LogScale.ToLog)[row].ShouldBe(place, 1e-7);

    [Fact]
    public void Warping_ones_fades_the_edges_as_zero_padding_does()
    {
        using var scope = NewDisposeScope();
        var warped = new GridWarp(512, 256, 256).Apply(ones(1, 512, 256))[0, 0];
        At(warped, 0, 128).ShouldBe(0.5, 1e-5);
        At(warped, 255, 128).ShouldBe(0.5, 1e-5);
        At(warped, 1, 128).ShouldBe(0.8075, 1e-4);
        At(warped, 128, 0).ShouldBe(0.5, 1e-5);
        At(warped, 128, 255).ShouldBe(0.5, 1e-5);
        At(warped, 0, 0).ShouldBe(0.25, 1e-5);
        At(warped, 128, 128).ShouldBe(1, 1e-5);
    }

    [Fact]
    public void Unwarping_ones_fades_the_edges_as_zero_padding_does()
    {
        using var scope = NewDisposeScope();
        var mask = new GridWarp(512, 256, 256).Undo(ones(1, 1, 256, 256))[0];
        var golden = new Dictionary<int, double> { [0] = 0.5, [256] = 1, [508] = 0.9715, [509] = 0.814, [510] = 0.6569, [511] = 0.5 };
        foreach (var (row, value) in golden) At(mask, row, 128).ShouldBe(value, 1e-4);
    }

    [Fact]
    public void Warping_a_ramp_of_row_numbers_gives_the_originals_values()
    {
        using var scope = NewDisposeScope();
        var ramp = arange(512, dtype: ScalarType.Float32).view(1, 512, 1).expand(1, 512, 256);
        var warped = new GridWarp(512, 256, 256).Apply(ramp)[0, 0];
        var golden = new Dictionary<int, double>
        {
            [1] = 0, [2] = 0.1187, [10] = 2.7464, [64] = 28.8656, [128] = 91.9164, [200] = 252.6884, [254] = 505.1196, [255] = 255.5,
        };
        foreach (var (row, value) in golden) At(warped, row, 128).ShouldBe(value, 1e-3);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void Area_averaging_keeps_a_flat_spectrum_and_a_flat_mask(int rows)
    {
        using var scope = NewDisposeScope();
        var warp = new AreaWarp(512, rows);
        Furthest(warp.Apply(ones(2, 512, 5)) - 1).ShouldBeLessThan(1e-5);
        Furthest(warp.Undo(ones(2, 1, rows, 5)) - 1).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void Area_averaging_misses_no_line_of_the_spectrum()
    {
        // A line in one of the 512 bins: the widths of the rows, times their means, add up to it wherever it lies.
        using var scope = NewDisposeScope();
        var warp = new AreaWarp(512, 64);
        var lines = warp.Apply(eye(512).unsqueeze(0))[0, 0];
        for (var bin = 0; bin < 512; bin++)
        {
            var total = 0.0;
            for (var row = 0; row < 64; row++)
            {
                var (low, high) = (row == 0 ? -0.5 : Edge(row - 0.5), row == 63 ? 511.5 : Edge(row + 0.5));
                total += At(lines, row, bin) * (high - low);
            }

            total.ShouldBe(1, 1e-4);
        }

        static double Edge(double row) => ((Math.Pow(21, row / 63) - 11) / 10 + 1) / 2 * 511;
    }

    private static double At(Tensor image, long row, long column) => image[row, column].item<float>();

    private static double Furthest(Tensor difference) => difference.abs().max().item<float>();
}
