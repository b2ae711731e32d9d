using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.Memories;

namespace PluginHost.Classification.Tests;

public sealed class BicTests
{
    [Fact]
    public async Task Alpha_and_beta_are_trained_on_the_held_out_samples_alone()
    {
        var (clean, held) = await Corrections(_ => false);
        held.Count.ShouldBe(6 * 3);

        var (poisoned, _) = await Corrections(id => !held.Contains(id));
        poisoned.ShouldBe(clean);

        var (touched, _) = await Corrections(id => id == held[0]);
        touched.ShouldNotBe(clean);
    }

    [Fact]
    public async Task The_held_out_samples_are_as_many_of_each_class_and_take_no_part_in_the_first_phase()
    {
        var phases = new List<(int Experience, string Name, SampleInfo[] Samples, string[] Groups)>();
        var spy = new Spy
        {
            OnPhase = (context, phase) => phases.Add((context.Experience.Index, phase.Name,
                [.. phase.Entries.Select(entry => entry.Sample)],
                [.. context.Optimizers.Select(optimizer => optimizer.Group.Name)])),
        };
        using var run = new ToyRun();
        // 12 exemplars of each class: floor(0.25 x 24 / 2) = 3 and floor(0.25 x 48 / 4) = 3.
        using var job = await new ClassificationJob(run, new BicStrategy(new() { HeldOut = 0.25, Steps = 2 }), spy)
        {
            Memory = Random(12),
        }.Run();

        phases.Select(phase => (phase.Experience, phase.Name)).ShouldBe(
            [(0, "main"), (1, "main"), (1, "bias-correction"), (2, "main"), (2, "bias-correction")]);
        foreach (var (first, second) in new[] { (phases[1], phases[2]), (phases[3], phases[4]) })
        {
            second.Samples.GroupBy(sample => sample.Label).Select(own => own.DistinctBy(sample => sample.Id).Count())
                .ShouldBe(Enumerable.Repeat(3, second.Experience == 1 ? 4 : 6));
            first.Samples.Select(sample => sample.Id).Intersect(second.Samples.Select(sample => sample.Id)).ShouldBeEmpty();
            first.Groups.ShouldBe(["backbone", "head"]);
            second.Groups.ShouldBe(["bias-correction"]);
        }
    }

    [Fact]
    public async Task The_correction_reaches_the_minimum_of_the_cross_entropy_of_the_held_out_samples()
    {
        double[][] scores = [];
        int[] labels = [];
        var strategy = new BicStrategy(new() { HeldOut = 0.25, Steps = 1500 });
        float[] reached = [];
        var spy = new Spy
        {
            OnPhaseEnd = (context, phase) =>
            {
                if (phase.Name != BicStrategy.CorrectionPhase || context.Experience.Index != 1) return;
                SampleInfo[] held = [.. phase.Entries.Select(entry => entry.Sample)];
                var logits = Spy.Outputs(context, held, OutputKeys.Logits);
                scores = [.. logits.Chunk(4).Select(row => row.Select(value => (double)value).ToArray())];
                labels = [.. held.Select(sample => sample.Label)];
                reached = strategy.Corrections[0].Values.detach().data<float>().ToArray();
            },
        };
        using var run = new ToyRun();
        var options = ClassificationJob.Quick(20, 20);
        options.BatchSize = 64;
        using var job = await new ClassificationJob(run, strategy, spy) { Options = options, Memory = Random(12) }.Run();

        var (alpha, beta) = Minimum(scores, labels, old: 2);
        (Math.Abs(alpha - 1) + Math.Abs(beta)).ShouldBeGreaterThan(0.05);
        reached[0].ShouldBe((float)alpha, 2e-3f);
        reached[1].ShouldBe((float)beta, 2e-3f);
    }

    [Fact]
    public void Corrections_change_the_scores_of_their_classes_alone_and_a_teacher_with_fewer_classes_too()
    {
        BiasCorrection[] corrections = [new(2, 3, tensor(new[] { 2f, 1f })), new(3, 5, tensor(new[] { 0.5f, -1f }))];
        using var scores = tensor(new float[] { 1, 2, 3, 4, 6 }, [1, 5]);

        BiasCorrection.Apply(scores, corrections).data<float>().ToArray().ShouldBe([1, 2, 7, 1, 2]);
        BiasCorrection.Apply(scores.narrow(1, 0, 3), corrections).data<float>().ToArray().ShouldBe([1, 2, 7]);
    }

    [Fact]
    public async Task The_bytes_of_all_corrections_and_of_the_teacher_are_counted()
    {
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, new BicStrategy(new() { Steps = 2 })).Run();

        long model(int classes) => 4 * ((784 * 32) + 32 + (33 * classes));
        job.OfExperiences("strategyBytes").ShouldBe([0, model(2) + 8, model(4) + 16]);
    }

    [Theory]
    [InlineData(0, 3, "main")]
    [InlineData(1, 2, "main")]
    [InlineData(1, 3, "bias-correction")]
    [InlineData(2, 5, "main")]
    [InlineData(2, 2, "bias-correction")]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step, string phase) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new BicStrategy(new() { Steps = 5 })) { Events = events }, experience, step, phase);

    private static RandomMemory Random(int perClass) => new(new() { PerClass = perClass });

    /// <summary>
    /// The corrections after a run whose model never changes, and the ids of the samples held out in the last experience. Some samples are
    /// noise in place of what they are.
    /// </summary>
    private static async Task<(float[] Values, IReadOnlyList<string> Held)> Corrections(Func<string, bool> poisoned)
    {
        IReadOnlyList<string> held = [];
        var strategy = new BicStrategy(new() { HeldOut = 0.25, Steps = 10 });
        float[] values = [];
        var spy = new Spy
        {
            OnPhase = (_, phase) => held = phase.Name == BicStrategy.CorrectionPhase
                ? [.. phase.Entries.Select(entry => entry.Sample.Id)]
                : held,
            OnEnd = _ => values = [.. strategy.Corrections.SelectMany(correction => correction.Values.detach().data<float>().ToArray())],
        };
        var options = ClassificationJob.Quick(3, 3);
        options.Optimizers["*"].Rate = 0;
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, strategy, spy)
        {
            Options = options,
            Memory = Random(12),
            Experiences = [["0", "1", "4", "5"], ["2", "3"]],
            Poisoned = poisoned,
        }.Run();
        return (values, held);
    }

    /// <summary>
    /// Newton's method on the mean of -log softmax(corrected scores)_y, whose corrected scores are those from the first new class
    /// on.
    /// </summary>
    private static (double Alpha, double Beta) Minimum(double[][] scores, int[] labels, int old)
    {
        var (alpha, beta) = (1.0, 0.0);
        for (var turn = 0; turn < 50; turn++)
        {
            double ga = 0, gb = 0, haa = 0, hab = 0, hbb = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                var z = scores[i];
                var p = Formulas.Softmax(z.Select((score, c) => c < old ? score : (alpha * score) + beta));
                // Derivatives of the corrected score c by alpha and beta are z_c and 1 for new classes, 0 for old ones.
                double ma = 0, mb = 0, maa = 0, mab = 0;
                for (var c = old; c < z.Length; c++)
                {
                    ma += p[c] * z[c];
                    mb += p[c];
                    maa += p[c] * z[c] * z[c];
                    mab += p[c] * z[c];
                }

                ga += ma - (labels[i] < old ? 0 : z[labels[i]]);
                gb += mb - (labels[i] < old ? 0 : 1);
                haa += maa - (ma * ma);
                hab += mab - (ma * mb);
                hbb += mb - (mb * mb);
            }

            var determinant = (haa * hbb) - (hab * hab);
            alpha -= ((hbb * ga) - (hab * gb)) / determinant;
            beta -= ((haa * gb) - (hab * ga)) / determinant;
        }

        return (alpha, beta);
    }
}
