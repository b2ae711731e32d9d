using PluginHost.Pixels;

namespace DataSets.Tests.Pixels;

public sealed class PixelCellsTests
{
    [Fact]
    public void A_vertical_edge_is_seen_as_one_direction_in_the_cells_beside_it()
    {
        var picture = new float[32 * 32];
        for (var i = 0; i < picture.Length; i++) picture[i] = i % 32 < 16 ? 0 : 1;
        var cells = PixelCells.Describe(picture, 32, 32, 0);
        // The edge touches columns 15 and 16: cells of column 1 and 2 in all four rows, eight equal parts of a vector of length 1.
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                for (var direction = 0; direction < 8; direction++)
                {
                    var expected = column is 1 or 2 && direction == 0 ? 1 / Math.Sqrt(8) : 0;
                    cells[64 + (((row * 4) + column) * 8) + direction].ShouldBe((float)expected, 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Light_and_dark_halves_give_blocks_of_equal_size_and_opposite_sign()
    {
        var picture = new float[30 * 30];
        for (var i = 0; i < picture.Length; i++) picture[i] = i % 30 < 15 ? 0.2f : 0.8f;
        var cells = PixelCells.Describe(picture, 30, 30, 0);
        // Mean removed and length 1 over 64 blocks: -1/8 and +1/8, although 30 pixels do not divide by 8.
        for (var i = 0; i < 64; i++) cells[i].ShouldBe(i % 8 < 4 ? -0.125f : 0.125f, 1e-5);
    }

    [Fact]
    public void An_even_picture_gives_zeros()
    {
        PixelCells.Describe(Enumerable.Repeat(0.5f, 400).ToArray(), 20, 20, 0).ShouldAllBe(value => Math.Abs(value) < 1e-6);
    }
}
