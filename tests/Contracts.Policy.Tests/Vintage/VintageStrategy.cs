using PluginHost.Contracts;
using PluginHost.Learning;
using static TorchSharp.torch;

namespace Vintage;

public sealed class VintageStrategy(
    VintageOptions options,
    IRunContext run,
    IRunEvents events,
    RandomSource random,
    ITask task,
    IMemory? memory = null) :
    IStrategy,
    ILossTerms,
    IBatchTransform,
    IGradientEdit,
    IIncrementHooks,
    IStepHooks,
    IEpochHooks,
    IPhaseHooks,
    IStreamHooks,
    IStateful,
    ISelfCheck
{
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);

    private Tensor _total = zeros(1);

    public bool UsesMemory => memory is not null;

    public IEnumerable<Finding> Check() => [];

    public ForwardRequest Request(ILearningContext context) => ForwardRequest.Predictions.Union(new ForwardRequest());

    public Batch Transform(ILearningContext context, StepInfo step, Batch batch)
    {
        Count("transform");
        return batch;
    }

    public void AddTerms(LossContext loss)
    {
        using var target = task.RowDistillation(loss.Student, loss.Student, loss.Batch);
        var (_, epoch, step, total) = loss.Step;
        if (epoch < 0 || step > total) throw new RunFailedException("time runs backwards");
        loss.Add("vintage", options.Weight, loss.RowLoss.mean());
        Count("terms");
    }

    public void EditGradients(ILearningContext context, StepInfo step)
    {
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in context.Model.Module.named_parameters())
        {
            if (parameter.grad is { } gradient) gradient.mul_(0.5);
        }

        Count("gradients");
    }

    public void BeforeGrowth(ILearningContext context) => Count("growth");

    public void EndExperience(ILearningContext context)
    {
        context.Pass(context.NewSamples, ForwardRequest.Predictions, (batch, output) =>
        {
            _total = (_total + output[OutputKeys.Masks].sum().cpu()).DetachFromDisposeScope();
            Count($"slots {batch.Slots}");
        });
    }

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch) => Count("steps");

    public void EndEpoch(ILearningContext context, StepInfo step) => Count("epochs");

    public void BeginPhase(ILearningContext context, Phase phase) => Count(phase.Name);

    public void SaveState(StateBag state)
    {
        state.Tensors["total"] = _total;
        state.Json["calls"] = _calls.Count;
    }

    public void LoadState(StateBag state, ILearningContext context) => _total = state.Tensors["total"];

    public void EndStream(ILearningContext context)
    {
        var draw = random.Stream("vintage", 1, 2).Next(1, 2);
        var text = string.Join(", ", _calls.Where(call => call.Value > 0).Select(call => call.Key).Order(StringComparer.Ordinal));
        events.Publish(new MessageReported { Text = $"vintage {draw} {run.Name}: {text}" });
        events.Publish(new TableReported { Title = "Vintage", Columns = ["a"], Rows = [[1.5]] });
    }

    private void Count(string what) => _calls[what] = _calls.GetValueOrDefault(what) + 1;
}
