using System.Text.Json.Nodes;

namespace PluginHost.Learning.Tests;

/// <summary>Has every hook and writes down each call; trains as replay does.</summary>
internal sealed class RecordingStrategy : IStrategy, IStreamHooks, IIncrementHooks, IPhaseHooks, IEpochHooks, IStepHooks, IBatchTransform,
    ILossTerms, IGradientEdit, IPhasePlan, IStreamPlan, ITrainingPlan, IModelGrowth, IPredictionRule, IStateful
{
    public List<string> Calls { get; } = [];

    public bool UsesMemory => true;

    public ClassStream Arrange(ClassStream stream) => Note("arrange", stream);

    public void BeginStream(ILearningContext context) => Note("begin stream");

    public void EndStream(ILearningContext context) => Note("end stream");

    public void BeforeGrowth(ILearningContext context) =>
        Note($"before growth {context.Experience}: {context.Model.Classes} classes, {context.Memory!.Exemplars.Count} exemplars");

    public void Grow(ILearningContext context, long seed)
    {
        Note($"grow, {context.Memory!.Exemplars.Count} exemplars");
        context.Model.Grow(context.SeenLabels, seed);
    }

    public void BeginExperience(ILearningContext context) => Note($"begin experience {context.Experience}: {context.Model.Classes} classes");

    public void EndExperience(ILearningContext context) => Note($"end experience {context.Experience}");

    public IReadOnlyList<TrainingEntry> Choose(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) => Note("choose", proposed);

    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) =>
        Note<IReadOnlyList<Phase>>("plan", [main, main with { Name = "balance", Steps = 1, ParameterGroups = ["rest"] }]);

    public void BeginPhase(ILearningContext context, Phase phase) => Note($"begin phase {phase.Name}");

    public void EndPhase(ILearningContext context, Phase phase) => Note($"end phase {phase.Name}");

    public void BeginEpoch(ILearningContext context, StepInfo step) => Note($"begin epoch {step.Epoch}");

    public void EndEpoch(ILearningContext context, StepInfo step) => Note($"end epoch {step.Epoch}");

    public Batch Transform(ILearningContext context, StepInfo step, Batch batch) => Note("transform", batch);

    public void BeginStep(ILearningContext context, StepInfo step, Batch batch) => Note($"begin step {step.Step}");

    public ForwardRequest Request(ILearningContext context) => Note("request", ForwardRequest.Predictions);

    public void AddTerms(LossContext loss) => Note("terms");

    public void EditGradients(ILearningContext context, StepInfo step)
    {
        var trained = context.Model.ParameterGroups
            .Where(group => group.Parameters.Any(parameter => parameter.grad is not null))
            .Select(group => group.Name);
        Note($"gradients of {string.Join(" ", trained)}");
    }

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch) => Note($"after step {step.Step}");

    public ModelOutput Predict(ILearningContext context, Batch batch)
    {
        if (Calls[^1] != "predict") Note("predict");
        return context.Model.Forward(batch, ForwardRequest.Predictions);
    }

    public void SaveState(StateBag state) => state.Json = new JsonObject { ["calls"] = Calls.Count };

    public void LoadState(StateBag state, ILearningContext context) => Note($"load {state.Json["calls"]}");

    private void Note(string call) => Calls.Add(call);

    private T Note<T>(string call, T value)
    {
        Calls.Add(call);
        return value;
    }
}
