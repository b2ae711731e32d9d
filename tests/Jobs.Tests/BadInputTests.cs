using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>
/// Jobs of classification whose parts do not fit each other, as a user writes them: <c>validate</c> finds one error, with its place and the
/// way out. That a run says the same is <see cref="ValidationTests"/>'s.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private const string Job = """
        {
          "name": "digits", "seed": 5, "threads": 1,
          "engine": { "use": "continual", "options": {
            "batchSize": 8, "evaluationBatchSize": 64, "steps": { "first": 5, "later": 5 }, "optimizers": { "*": { "type": "sgd", "rate": 0.05 } } } },
          "task": "classification", "classifier": { "use": "mlp", "options": { "widths": [8] } },
          "dataset": { "use": "digits", "options": { "variant": "mnist", "source": "embedded" } },
          "benchmark": { "use": "class-incremental", "options": { "classOrder": ["0", "1", "2", "3"], "classesPerExperience": 2 } },
          "strategy": "replay", "memory": { "use": "herding", "options": { "perClass": 2 } }, "metric": ["accuracy", "continual"]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("MEM0004", "The budget of 10000 bytes cannot hold an exemplar of each of the stream's 4 classes: they take 12544 bytes",
        """memory={"use":"herding","options":{"bytes":10000}}""")]
    [InlineData("CL0103", "Pictures of 28 x 28 do not divide into patches of 5", """classifier={"use":"vit","options":{"patch":5}}""")]
    [InlineData("CL0105", "30 channels do not divide among 4 heads", """classifier={"use":"vit","options":{"width":30}}""")]
    [InlineData("CL0103", "5 blocks halve pictures of 28 x 28 to nothing", """classifier={"use":"convnet","options":{"widths":[8,8,8,8,8]}}""")]
    [InlineData("CL0103", "The inputs are (16)",
        "classifier=\"convnet\"", """dataset={"use":"letters","options":{"source":"embedded"}}""", "benchmark=\"joint\"")]
    public void A_job_whose_parts_do_not_fit_has_one_error_before_training(string code, string what, params string[] changes)
    {
        var job = _folder.File("job.json", Job);
        var run = HostRun.Execute(_folder.Path, ["validate", job, .. changes.SelectMany(change => (string[])["--set", change])]);
        run.ExitCode.ShouldBe(2, run.Output + run.Errors);
        var error = run.Errors.Split('\n').Where(line => line.StartsWith("error ", StringComparison.Ordinal)).ShouldHaveSingleItem();
        error.ShouldStartWith($"error {code} ");
        error.ShouldContain(what);
        run.Errors.ShouldContain("    expected: ");
    }

    public void Dispose() => _folder.Dispose();
}
