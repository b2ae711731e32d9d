namespace PluginHost.Learning.Tests.Promises;

public sealed class ModelBytesTests
{
    [Fact]
    public async Task Every_result_holds_the_bytes_of_the_model_as_it_grew()
    {
        using var run = new ToyRun();
        using var job = await new ToyJob(run, new CountingStrategy(new()), ToyJob.Options(2, 2)).Run();

        // 8 x 4 weights and 4 biases of the sound, 8 x 8 and 8 of the mask; a query of 4 for each of 2, 4 and 6 classes.
        var sizes = job.Metrics()["experiences"]!.AsArray().Select(experience => (long)experience!["modelBytes"]!);
        sizes.ShouldBe([4 * (108 + 8), 4 * (108 + 16), 4 * (108 + 24)]);
        job.Metrics()["experiences"]!.AsArray().Select(experience => (long)experience!["memoryBytes"]!).ShouldBe([0, 4 * 12 * 4, 4 * 12 * 8]);
    }
}
