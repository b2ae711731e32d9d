namespace PluginHost.Memories.Tests;

public sealed class FeatureOrderTests
{
    // Mean 3.2.
    private static readonly double[][] Line = [[0], [1], [2], [3], [10]];

    [Fact]
    public void Herding_follows_the_worked_example()
    {
        // Targets (i + 1) mu - sum: 3.2 takes 3; 3.4 takes 2; 4.6 takes 1; 6.8 takes 10; what is left is 0.
        HerdingMemory.Order(Line, 5).ShouldBe([3, 2, 1, 4, 0]);
        HerdingMemory.Order(Line, 2).ShouldBe([3, 2]);
    }

    [Fact]
    public void Herding_equals_its_formula_taken_literally()
    {
        var random = new RandomStream(5);
        var features = Enumerable.Range(0, 15).Select(_ => Enumerable.Range(0, 3).Select(_ => random.NextGaussian()).ToArray()).ToArray();
        var mean = Enumerable.Range(0, 3).Select(d => features.Average(phi => phi[d])).ToArray();
        var chosen = new List<int>();
        while (chosen.Count < 15)
        {
            double Distance(int candidate) => Enumerable.Range(0, 3).Sum(d =>
                Math.Pow(mean[d] - ((chosen.Sum(index => features[index][d]) + features[candidate][d]) / (chosen.Count + 1)), 2));
            chosen.Add(Enumerable.Range(0, 15).Except(chosen).MinBy(Distance));
        }

        HerdingMemory.Order(features, 15).ShouldBe(chosen);
    }

    [Fact]
    public void Closest_to_the_mean_sorts_by_distance_and_keeps_equals_in_order()
    {
        // Distances 3.2, 2.2, 1.2, 0.2, 6.8.
        ClosestToMeanMemory.Order(Line, 5).ShouldBe([3, 2, 1, 0, 4]);
        ClosestToMeanMemory.Order([[1, 0], [-1, 0], [0, 1], [0, -1]], 3).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void Greedy_k_center_follows_the_worked_example()
    {
        KCenterMemory.Closest(Line).ShouldBe(3);
        // From 3: 10 is 7 away; then 0 is 3 away; then 1 and 2 are 1 away each.
        KCenterMemory.Order(Line, 3, 5).ShouldBe([3, 4, 0, 1, 2]);
        KCenterMemory.Order(Line, 0, 3).ShouldBe([0, 4, 3]);
    }

    [Fact]
    public void K_center_may_start_at_random()
    {
        var starts = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 40; seed++)
        {
            using var shelf = new Shelf(seed) { Objects = sample => [(float)Line[sample.Index][0]] };
            var memory = new KCenterMemory(new() { Start = CenterStart.Random, Normalise = false });
            memory.Update(shelf, Shelf.Of((0, 5)));
            starts.Add(memory.Exemplars.Single().Sample.Id);
        }

        starts.Count.ShouldBe(5);
    }
}
