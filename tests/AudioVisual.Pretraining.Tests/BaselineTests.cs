using PluginHost.Plugins.Memories;
using PluginHost.Plugins.PairStrategies;
using PluginHost.Replay;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>The methods that STELLA is compared with, each against its formula written out.</summary>
public sealed class BaselineTests
{
    [Fact]
    public async Task Those_are_replayed_whose_loss_a_virtual_step_raises_most()
    {
        using var run = new ToyRun(seed: 4);
        var compared = 0;
        var spy = new Spy { Batches = (context, step, batch) =>
        {
            if (step.Step != 2) return;
            // The incoming items stand first. The same draw of candidates again; the step written out by itself.
            using var incoming = BatchRows.Take(batch, [.. Enumerable.Range(0, 8)]);
            using var candidates = ReplayBatch.Draw(context, step, 12, "mir")!;
            float[] Losses() => context.Task.RowLoss(context.Model.Forward(candidates.Batch, ForwardRequest.Predictions), candidates.Batch)
                .detach().data<float>().ToArray();
            var before = Losses();
            var parameters = context.Optimizers.SelectMany(each => each.Group.Parameters.Select(parameter => (parameter, each.Rate))).ToArray();
            var loss = context.Task.RowLoss(context.Model.Forward(incoming, ForwardRequest.Predictions), incoming).mean();
            var gradients = autograd.grad([loss], [.. parameters.Select(each => each.parameter)], allow_unused: true);
            using (no_grad())
            {
                var kept = parameters.Select(each => each.parameter.clone()).ToArray();
                for (var i = 0; i < parameters.Length; i++)
                    if (gradients[i] is { IsInvalid: false } gradient) parameters[i].parameter.sub_(gradient * parameters[i].Rate);
                var after = Losses();
                for (var i = 0; i < parameters.Length; i++) parameters[i].parameter.copy_(kept[i]);
                var wanted = Enumerable.Range(0, 12).OrderByDescending(row => after[row] - before[row]).Take(5)
                    .Select(row => candidates.Exemplars[row].Sample.Id);
                batch.Draws.Skip(8).Select(draw => draw.Sources[0].Sample.Id).ShouldBe(wanted);
                compared++;
            }
        } };
        using var job = await new PairJob(run, new MirStrategy(new() { Candidates = 12, BatchSize = 5 }), spy) { Memory = Reservoir() }.Run();
        compared.ShouldBe(1);
    }

    [Fact]
    public async Task A_virtual_step_leaves_the_very_weights_of_before()
    {
        using var run = new ToyRun(seed: 4);
        var compared = 0;
        var spy = new Spy { Batches = (context, _, batch) =>
        {
            float[] Weights() => [.. context.Model.Module.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
            var before = Weights();
            using (new VirtualStep(context, batch, rate: 0.1)) Weights().ShouldNotBe(before);
            Weights().ShouldBe(before);
            context.Model.Module.parameters().Count(parameter => parameter.grad is not null).ShouldBe(0);
            compared++;
        } };
        using var job = await new PairJob(run, spy) { Steps = 1 }.Run();
        compared.ShouldBe(2);
    }

    [Fact]
    public async Task An_edit_raises_what_a_virtual_step_adds_to_the_loss_and_keeps_its_bound()
    {
        using var run = new ToyRun(seed: 4);
        var compared = 0;
        var spy = new Spy { Batches = (context, step, batch) =>
        {
            if (step.Step != 3) return;
            using var replay = ReplayBatch.Draw(context, step, 6, "edit")!;
            using var other = ReplayBatch.Draw(context, step, 6, "edit")!;
            var original = replay.Batch[AudioVisualKeys.Spectrogram].clone();
            var before = Rise(replay.Batch);
            new GmedStrategy(new() { Rate = 1e3, Bound = 1e-2, Regularisation = 0 }).Edit(context, batch, replay.Batch);
            Rise(replay.Batch).ShouldBeGreaterThan(before);
            var moved = (replay.Batch[AudioVisualKeys.Spectrogram] - original).abs().max().ToDouble();
            moved.ShouldBeInRange(1e-6, 1.001e-2);
            new GmedStrategy(new() { Rate = 0 }).Edit(context, batch, other.Batch);
            other.Batch[AudioVisualKeys.Spectrogram].data<float>().ToArray().ShouldBe(original.data<float>().ToArray());
            compared++;

            double Rise(Batch of)
            {
                var at = VirtualStep.RowLoss(context, of).sum().ToDouble();
                using var virtually = new VirtualStep(context, batch, rate: null);
                return VirtualStep.RowLoss(context, of).sum().ToDouble() - at;
            }
        } };
        using var job = await new PairJob(run, new GmedStrategy(new()), spy) { Memory = Reservoir() }.Run();
        compared.ShouldBe(1);
    }

    [Fact]
    public void Incoming_pairs_are_mixed_with_stored_ones_by_one_share()
    {
        using var scope = NewDisposeScope();
        using var incoming = Pairs([1, 2, 3]);
        using var stored = Pairs([10, 20]);
        LumpStrategy.Mix(incoming, stored, 0.75);
        incoming[AudioVisualKeys.Spectrogram].data<float>().ToArray().ShouldBe([3.25f, 6.5f, 4.75f]);
        incoming[AudioVisualKeys.Pictures].data<float>().ToArray().ShouldBe([-3.25f, -6.5f, -4.75f]);
    }

    [Fact]
    public async Task Mixed_pairs_are_learned_and_each_is_stored_as_it_came()
    {
        using var run = new ToyRun(seed: 4);
        var memory = Reservoir();
        using var job = await new PairJob(run, new LumpStrategy(new())) { Memory = memory }.Run();
        memory.Exemplars.Count.ShouldBe(64);
        memory.Exemplars.ShouldAllBe(each => each.Tensors.Count == 0);
        using var other = new ToyRun(seed: 4);
        using var plain = await new PairJob(other).Run();
        job.Weights().ShouldNotBe(plain.Weights());
    }

    [Fact]
    public async Task Stored_embeddings_and_a_second_batch_enter_the_loss_by_their_weights()
    {
        using var run = new ToyRun(seed: 4);
        var memory = Reservoir();
        var seen = new List<float[]>();
        var spy = new Spy { Losses = loss =>
        {
            if (loss.Step.Step == 0) seen.AddRange(Enumerable.Range(0, 8).Select(row => loss.Student[OutputKeys.AudioEmbedding][row].detach().data<float>().ToArray()));
        } };
        using var job = await new PairJob(run, new PairDarkReplayStrategy(new() { Alpha = 2, Beta = 3 }), spy)
        {
            Steps = 1, Memory = memory,
        }.Run();
        memory.Exemplars.Take(8).Select(each => each.Tensors[OutputKeys.AudioEmbedding].data<float>().ToArray()).ShouldBe(seen);
        var (first, second) = (job.Terms()[0], job.Terms()[1]);
        first.Keys.ShouldNotContain("stored");
        job.Events.Of<StepCompleted>().Last().Loss.ShouldBe(second["base"] + (2 * second["stored"]) + (3 * second["replay"]), 1e-4);
        second["stored"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_student_is_held_to_the_average_that_is_surer_of_a_pair()
    {
        using var run = new ToyRun();
        using var scope = NewDisposeScope();
        using var plastic = References.Model(run);
        using var stable = References.Model(run);
        using (no_grad()) foreach (var parameter in stable.Module.parameters()) parameter.mul_(-0.7);
        using var batch = References.Batch();
        var surer = ClsErStrategy.Surer(plastic, stable, batch, tensor([1L, 0L]));
        var outputs = new[] { plastic, stable }.Select(model => model.Forward(batch, ForwardRequest.Predictions)).ToArray();
        foreach (var (place, row) in ((int, int)[])[(0, 1), (1, 0)])
        {
            var best = outputs.MaxBy(output => Cosine(output[OutputKeys.AudioEmbedding][row], output[AudioVisualKeys.VideoEmbedding][row]))!;
            surer.Audio[place].data<float>().ToArray().ShouldBe(best[OutputKeys.AudioEmbedding][row].detach().data<float>().ToArray());
            surer.Video[place].data<float>().ToArray().ShouldBe(best[AudioVisualKeys.VideoEmbedding][row].detach().data<float>().ToArray());
        }

        static double Cosine(Tensor a, Tensor b) => (a.dot(b) / (a.norm() * b.norm())).ToDouble();
    }

    [Fact]
    public async Task The_stable_average_follows_its_recursion_and_predicts()
    {
        using var run = new ToyRun(seed: 4);
        var students = new List<double>();
        var average = new MovingAverage("own", 0.6, 1);
        var strategy = new ClsErStrategy(new() { StableRate = 1, StableDecay = 0.6, PlasticRate = 0 });
        var compared = 0;
        var spy = new Spy
        {
            Begun = average.Begin,
            Stepped = (context, step, batch) =>
            {
                if (students.Count == 0) students.Add(First(average.Of(context)));
                students.Add(First(context.Model));
                average.Update(context, step.Step);
                // a = d a + (1 - d) w with d = min(1 - 1 / (t + 1), 0.6): the first update takes the student as it is.
                var wanted = students[0];
                for (var t = 0; t < students.Count - 1; t++)
                {
                    var kept = Math.Min(1 - (1.0 / (t + 1)), 0.6);
                    wanted = (kept * wanted) + ((1 - kept) * students[t + 1]);
                }

                First(average.Of(context)).ShouldBe(wanted, 1e-6);
                compared++;
            },
            Batches = (context, step, batch) =>
            {
                if (step.Step < 2) return;
                float[] Heard(ModelOutput output) => output[OutputKeys.AudioEmbedding].detach().data<float>().ToArray();
                var student = Heard(context.Model.Forward(batch, ForwardRequest.Predictions));
                Heard(average.Of(context).Forward(batch, ForwardRequest.Predictions)).ShouldNotBe(student);
            },
        };
        using var job = await new PairJob(run, strategy, spy)
        {
            Memory = Reservoir(), Benchmark = new Plugins.Benchmarks.Unlabelled(new() { Boundaries = false }),
        }.Run();
        compared.ShouldBe(4);
        // The stable copy is not the student: its scores are another run's than those of the student alone.
        using var other = new ToyRun(seed: 4);
        using var plastic = await new PairJob(other, new ClsErStrategy(new() { StableRate = 0, PlasticRate = 0 }))
        {
            Memory = Reservoir(), Benchmark = new Plugins.Benchmarks.Unlabelled(new() { Boundaries = false }),
        }.Run();
        // A stable copy that is never updated predicts as the untrained model.
        plastic.Score("modality gap").ShouldNotBe(job.Score("modality gap"));
    }

    [Fact]
    public void A_pair_with_an_uncommon_error_counts_less_and_is_not_stored()
    {
        var options = new EsmerOptions { Margin = 1.5, MeanDecay = 0.9 };
        float[] errors = [1, 3.2f, 8, 4];
        bool[] incoming = [true, true, true, false];
        // The mean is 2: above 3 an incoming error counts 2 / error; a replayed one counts whole.
        EsmerStrategy.Weights(errors, incoming, 2, 1.5).ShouldBe([1f, 2f / 3.2f, 0.25f, 1f]);
        EsmerStrategy.Weights(errors, incoming, null, 1.5).ShouldAllBe(weight => weight == 1);
        EsmerStrategy.Mean(errors, incoming, 2, options)!.Value.ShouldBe((0.9 * 2) + (0.1 * 1), 1e-9);
        EsmerStrategy.Mean(errors, incoming, null, options)!.Value.ShouldBe((1 + 3.2 + 8) / 3, 1e-6);
        EsmerStrategy.Mean(errors, incoming, 0.1, options).ShouldBe(0.1);
    }

    [Fact]
    public async Task Pairs_of_uncommon_error_are_left_out_of_memory_and_the_base_is_weighted()
    {
        using var run = new ToyRun(seed: 4);
        var memory = Reservoir();
        using var job = await new PairJob(run, new EsmerStrategy(new() { Margin = 1 })) { Memory = memory }.Run();
        memory.Exemplars.Count.ShouldBeInRange(8, 63);
        var terms = job.Terms();
        terms[0]["base"].ShouldBe(terms[0]["recovered-audio"] + terms[0]["recovered-video"] + (0.1 * terms[0]["contrast"]), 1e-4);
        terms[^1].Keys.ShouldContain("consistency");
        terms[^1]["base"].ShouldBeLessThan(terms[^1]["recovered-audio"] + terms[^1]["recovered-video"] + (0.1 * terms[^1]["contrast"]));
    }

    private static double First(IModel model) => model.Module.state_dict()["norm_a.weight"][0].ToDouble();

    private static Batch Pairs(float[] values) => new(
        [.. values.Select((_, i) => new Draw { Training = true, Sources = [new() { Sample = new() { Id = $"{i}", Split = Split.Train } }] })],
        new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [AudioVisualKeys.Spectrogram] = tensor(values, [values.Length, 1, 1, 1]),
            [AudioVisualKeys.Pictures] = tensor([.. values.Select(value => -value)], [values.Length, 1, 1, 1, 1]),
        });

    private static ReservoirMemory Reservoir() => new(new() { Total = 100 });
}
