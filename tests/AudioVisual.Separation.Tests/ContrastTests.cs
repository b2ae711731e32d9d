using PluginHost.Plugins.OneAvm.Objectives;

namespace PluginHost.AudioVisual.Separation.Tests;

/// <summary>The losses against their formulas, written out term by term in double precision.</summary>
public sealed class ContrastTests
{
    // Similarities of six rows with six rows, and with the mixed pictures of three items.
    private static readonly double[,] s_rows = Numbers(6, 6);
    private static readonly double[,] s_mixed = Numbers(6, 3);

    [Theory]
    [InlineData(NegativePairs.All)]
    [InlineData(NegativePairs.OtherClasses)]
    public void Contrast_is_InfoNCE_in_both_directions(NegativePairs negatives)
    {
        using var scope = NewDisposeScope();
        using var batch = Batch();
        double sum = 0;
        for (var row = 0; row < 6; row++)
        {
            var others = Enumerable.Range(0, 6).Where(other => Apart(batch, row, other, negatives)).ToArray();
            sum += Cost(s_rows[row, row], others.Select(other => s_rows[row, other]));
            sum += Cost(s_rows[row, row], others.Select(other => s_rows[other, row]));
        }

        Alignment.Contrast(tensor(s_rows), new(batch, negatives)).ToDouble().ShouldBe(sum / 6, 1e-12);
    }

    [Theory]
    [InlineData(NegativePairs.All)]
    [InlineData(NegativePairs.OtherClasses)]
    public void A_mixed_picture_goes_with_each_of_its_sounds_and_these_do_not_compete(NegativePairs negatives)
    {
        using var scope = NewDisposeScope();
        using var batch = Batch();
        double sum = 0;
        for (var row = 0; row < 6; row++)
        {
            var item = row % 3;
            // Its picture against the sounds of other items that neither source of the item shares.
            var sounds = Enumerable.Range(0, 6).Where(other => other % 3 != item
                && Apart(batch, other, item, negatives) && Apart(batch, other, item + 3, negatives));
            sum += Cost(s_mixed[row, item], sounds.Select(other => s_mixed[other, item]));
            // Its sound against the pictures of other items.
            var pictures = Enumerable.Range(0, 3).Where(other => other != item
                && Apart(batch, row, other, negatives) && Apart(batch, row, other + 3, negatives));
            sum += Cost(s_mixed[row, item], pictures.Select(other => s_mixed[row, other]));
        }

        Alignment.MixedContrast(tensor(s_mixed), new(batch, negatives)).ToDouble().ShouldBe(sum / 6, 1e-12);
    }

    [Fact]
    public void Where_nobody_is_told_apart_the_loss_is_0_and_its_gradient_finite()
    {
        using var scope = NewDisposeScope();
        using var batch = Batch([("a", 0), ("b", 0), ("c", 0), ("d", 0)]);
        var similarity = randn([4, 4], dtype: ScalarType.Float64, requires_grad: true);
        var loss = Alignment.Contrast(similarity, new(batch, NegativePairs.OtherClasses));
        loss.backward();
        loss.ToDouble().ShouldBe(0);
        similarity.grad!.abs().max().ToDouble().ShouldBe(0);
    }

    [Fact]
    public void Similarity_is_the_best_cosine_over_places_and_a_map_has_them_all()
    {
        using var scope = NewDisposeScope();
        // Two sounds in the plane; the first picture has places at 0 and 90 degrees, the second at 180 and 45 degrees, of any length.
        using var sounds = tensor(new double[,] { { 2, 0 }, { 0, 3 } });
        using var places = tensor(new double[,,] { { { 5, 0 }, { 0, 7 } }, { { -1, 4 }, { 0, 4 } } });
        var diagonal = Math.Sqrt(0.5);
        double[] expected = [1 / 0.5, diagonal / 0.5, 1 / 0.5, diagonal / 0.5];
        var similarity = Alignment.Similarity(sounds, places, 0.5);
        similarity.flatten().data<double>().ToArray().Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
        double[] maps = [1, 0, 0, diagonal];
        Alignment.Maps(sounds, places).flatten().data<double>().ToArray().Zip(maps).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
    }

    [Theory]
    [InlineData(2, 0.3, 0.3 * 1 + 0.7 * 10)]
    [InlineData(3, 0.5, 0.5 * 1 + 0.25 * 10 + 0.25 * 100)]
    public void A_mixed_picture_is_the_weighted_sum_of_its_sources(int slots, double share, double expected)
    {
        using var scope = NewDisposeScope();
        // Two items; the pictures of slot k are 10^k times those of slot 0.
        var first = arange(1, 2 * 12 + 1).view(2, 1, 3, 2, 2).to_type(ScalarType.Float64);
        var pictures = cat([.. Enumerable.Range(0, slots).Select(slot => first * Math.Pow(10, slot))], 0);
        var mixed = MixedPictures.Of(pictures, slots, share);
        mixed.shape.ShouldBe([2, 1, 3, 2, 2]);
        (mixed - (first * expected)).abs().max().ToDouble().ShouldBeLessThan(1e-10);
    }

    private static double Cost(double own, IEnumerable<double> others) => Math.Log(Math.Exp(own) + others.Sum(Math.Exp)) - own;

    private static bool Apart(Batch batch, int row, int other, NegativePairs negatives)
    {
        var (a, b) = (batch.RowSources[row].Sample, batch.RowSources[other].Sample);
        return a.Id != b.Id && (negatives == NegativePairs.All || a.Label != b.Label);
    }

    // Three items of two sources; "a" stands in two items, and item 2 has one class twice.
    private static Batch Batch() => Batch([("a", 0), ("b", 1), ("c", 2), ("d", 1), ("a", 0), ("e", 2)]);

    private static Batch Batch((string Id, int Label)[] rows)
    {
        var items = rows.Length / 2;
        DrawSource Source(int row) => new() { Sample = new() { Id = rows[row].Id, Label = rows[row].Label, Split = Split.Train } };
        return new(
            [.. Enumerable.Range(0, items).Select(item => new Draw { Sources = [Source(item), Source(item + items)], Training = true })],
            new Dictionary<string, Tensor>(StringComparer.Ordinal));
    }

    private static double[,] Numbers(int rows, int columns)
    {
        var values = new double[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) values[row, column] = Math.Sin(1 + (3 * row) + (7 * column));
        }

        return values;
    }
}
