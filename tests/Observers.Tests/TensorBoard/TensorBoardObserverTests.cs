using PluginHost.Learning;
using PluginHost.Plugins.TensorBoard;

namespace PluginHost.Tests.Observers.TensorBoard;

/// <summary>What TensorBoard would show of a run, read by a reader that shares nothing with the writer.</summary>
public sealed class TensorBoardObserverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-tensorboard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Losses_rates_and_speed_are_scalars_over_the_steps_of_the_whole_run()
    {
        Watch(resume: false, Step(0, "main", 10, 1.5), Step(0, "main", 20, 1.25), Step(0, "tuning", 5, 0), Step(1, "main", 10, -0.5));

        var scalars = EventReader.Read(Path.Combine(_folder, "tensorboard"));

        Of(scalars, "train/loss").ShouldBe([(10, 1.5f), (20, 1.25f), (25, 0f), (35, -0.5f)]);
        Of(scalars, "train/term/fit").ShouldBe([(10, 3f), (20, 2.5f), (25, 0f), (35, -1f)]);
        Of(scalars, "train/rate/sound").ShouldBe([(10, 0.001f), (20, 0.001f), (25, 0.001f), (35, 0.001f)]);
        Of(scalars, "train/steps per second").Select(each => each.Value).ShouldBe([8f, 8f, 8f, 8f]);
        scalars.Select(scalar => scalar.Time).Distinct().ShouldBe([Events.Start.ToUnixTimeSeconds()]);
    }

    [Fact]
    public void Figures_stand_at_the_step_after_which_they_were_measured_whatever_their_names()
    {
        Watch(resume: false, Step(0, "main", 200, 1), Step(1, "main", 200, 1), Events.Evaluation(), Events.Table());

        var scalars = EventReader.Read(Path.Combine(_folder, "tensorboard"));
        Of(scalars, "test/SDR").ShouldBe([(400, 5.126f)]);
        Of(scalars, "test/SIR").ShouldBe([(400, float.NaN)]);
    }

    [Fact]
    public void A_resumed_run_counts_on_and_a_run_that_is_not_resumed_counts_from_the_start()
    {
        Watch(resume: false, Step(0, "main", 100, 1), Step(1, "main", 40, 2));
        // Killed at step 40 of the second experience; the state that it goes on from is of step 20.
        Watch(resume: true, Step(1, "main", 30, 3), Step(1, "main", 50, 4), Step(2, "main", 10, 5));

        Of(EventReader.Read(Path.Combine(_folder, "tensorboard")), "train/loss").Order()
            .ShouldBe([(100, 1f), (130, 3f), (140, 2f), (150, 4f), (160, 5f)]);

        Watch(resume: false, Step(0, "main", 10, 6));
        Of(EventReader.Read(Path.Combine(_folder, "tensorboard")), "train/loss").ShouldContain((10, 6f));
    }

    private void Watch(bool resume, params RunEvent[] events)
    {
        var observer = new TensorBoardObserver(new FakeRun(_folder) { Resume = resume });
        foreach (var each in events) observer.OnEvent(each);
    }

    private static (long Step, float Value)[] Of(IEnumerable<Scalar> scalars, string tag) =>
        [.. scalars.Where(scalar => scalar.Tag == tag).Select(scalar => (scalar.Step, scalar.Value))];

    private static StepCompleted Step(int experience, string phase, int step, double loss) => new()
    {
        Time = Events.Start, Experience = experience, Phase = phase, Epoch = 0, Step = step, Steps = 200, Loss = loss, StepsPerSecond = 8,
        Terms = [KeyValuePair.Create("fit", 2 * loss)], Rates = [KeyValuePair.Create("sound", 0.001)],
    };
}
