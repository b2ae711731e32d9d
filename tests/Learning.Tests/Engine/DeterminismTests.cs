using PluginHost.Plugins.FineTuning;

namespace PluginHost.Learning.Tests.Engine;

public sealed class DeterminismTests
{
    [Fact]
    public async Task The_numbers_do_not_depend_on_the_number_of_loader_threads_or_the_size_of_the_cache()
    {
        var (weights, matrix) = await Run(seed: 3, loaderThreads: 1, cacheMegabytes: 64);
        foreach (var (threads, cache) in new[] { (1, 64), (4, 64), (3, 0) })
        {
            var (others, other) = await Run(seed: 3, threads, cache);
            others.ShouldBe(weights);
            other.ShouldBe(matrix);
        }

        (await Run(seed: 4, loaderThreads: 1, cacheMegabytes: 64)).Weights.ShouldNotBe(weights);
    }

    [Fact]
    public async Task A_sample_is_loaded_once_while_the_cache_has_room()
    {
        using var run = new ToyRun();
        using var job = await new ToyJob(run, new FineTuningStrategy(new()), ToyJob.Options(30, 30)) { Dataset = new(classes: 4) }.Run();
        job.Dataset.Loads.ShouldBeLessThanOrEqualTo(4 * (8 + 4));
    }

    private static async Task<(float[] Weights, double?[][] Matrix)> Run(long seed, int loaderThreads, int cacheMegabytes)
    {
        using var run = new ToyRun(seed);
        var options = ToyJob.Options(20, 20);
        options.LoaderThreads = loaderThreads;
        options.CacheMegabytes = cacheMegabytes;
        using var job = await new ToyJob(run, new FineTuningStrategy(new() { UseMemory = true }), options).Run();
        return (job.Weights(), job.Matrix());
    }
}
