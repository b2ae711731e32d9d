using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Learning.Separation;
using static TorchSharp.torch;

namespace Vintage;

public sealed class VintageStrategy(
    VintageOptions options,
    IRunContext run,
    IRunEvents events,
    RandomSource random,
    ITask task,
    IMemory? memory = null) : IStrategy, IPhasePlan, IModelGrowth, IPredictionRule, IStateful, IKeepsTensors, ISelfCheck
{
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);

    private Tensor _total = zeros(1);

    public bool UsesMemory => memory is not null;

    public long KeptBytes => TensorBytes.Of(_total);

    public IEnumerable<Finding> Check() => [];

    public void BeforeStream(ILearningContext context) => Count("stream");

    public void BeforeGrowth(ILearningContext context)
    {
        Count("growth");
        context.Freeze("teacher");
    }

    public void Grow(ILearningContext context, long seed)
    {
        Count("grow");
        context.Model.Grow(context.SeenLabels, seed);
    }

    public void BeforeExperience(ILearningContext context) => Count("experience");

    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) =>
        [.. proposed.Select(entry => new TrainingEntry(entry.Sample, entry.FromMemory))];

    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) => [main with { RateFactor = main.RateFactor }];

    public void BeforePhase(ILearningContext context, Phase phase) => Count(phase.Name);

    public void BeforeEpoch(ILearningContext context, StepInfo step) => Count("epochs");

    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        Count($"slots {batch.Slots}");
        return batch;
    }

    public ForwardRequest Request(ILearningContext context) => ForwardRequest.Predictions.Union(new ForwardRequest());

    public ModelOutput AfterForward(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        Count("forward");
        return new(output.Rows, output.Tensors);
    }

    public void AddLosses(LossContext loss)
    {
        var (_, epoch, step, total) = loss.Step;
        if (epoch < 0 || step > total) throw new RunFailedException("time runs backwards");
        loss.SetBase(1);
        loss.Add("vintage", options.Weight, loss.RowLoss.mean());
        if (loss.Learning.Frozen("teacher") is not { } teacher) return;
        var old = loss.Batch.RowsWhere(source => source.Sample.Label < loss.Learning.FirstNewLabel);
        if (old.Length == 0) return;
        var target = teacher.Forward(loss.Batch, new() { Rows = old });
        loss.Add("distillation", options.Weight, task.RowDistillation(loss.Student, target, loss.Batch).mean());
        Count("teacher");
    }

    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in context.Model.Module.named_parameters())
        {
            if (parameter.grad is { } gradient) gradient.mul_(0.5);
        }

        if (context.Optimizers.All(optimizer => optimizer.Rate > 0)) Count("gradients");
    }

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => Count("steps");

    public void AfterExperience(ILearningContext context)
    {
        context.Pass(context.Experience.Train, ForwardRequest.Predictions, (_, output) =>
        {
            var sum = _total + output[SeparationKeys.Masks].sum().cpu();
            _total.Dispose();
            _total = sum.DetachFromDisposeScope();
        });
        context.GradientPass(context.Experience.Train, "vintage", [context.Experience.Index], (_, _) => Count("passes"));
    }

    public void AfterEvaluation(ILearningContext context) => Count("evaluation");

    public ModelOutput Predict(ILearningContext context, Batch batch) => context.Model.Forward(batch, ForwardRequest.Predictions);

    public void SaveState(StateBag state)
    {
        state.Tensors["total"] = _total;
        state.Json["calls"] = _calls.Count;
    }

    public void LoadState(StateBag state, ILearningContext context) => _total = state.Tensors["total"].clone().DetachFromDisposeScope();

    public void AfterStream(ILearningContext context)
    {
        var draw = random.Stream("vintage", 1, 2).Next(1, 2);
        var text = string.Join(", ", _calls.Where(call => call.Value > 0).Select(call => call.Key).Order(StringComparer.Ordinal));
        events.Publish(new MessageReported { Text = $"vintage {draw} {run.Name}: {text}" });
        events.Publish(new TableReported { Title = "Vintage", Columns = ["a"], Rows = [[1.5]] });
    }

    private void Count(string what) => _calls[what] = _calls.GetValueOrDefault(what) + 1;
}
