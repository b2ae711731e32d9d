using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace PluginHost.Learning.Tests;

/// <summary>Has every hook and takes every decision, and writes down each call; trains as replay does.</summary>
internal sealed class RecordingStrategy : IStrategy, IPhasePlan, IStreamPlan, IModelGrowth, IPredictionRule, IStateful
{
    public List<string> Calls { get; } = [];

    /// <summary>The member behind each call.</summary>
    public List<string> Hooks { get; } = [];

    /// <summary>Called in each hook with its name.</summary>
    public Action<string>? OnHook { get; init; }

    public bool UsesMemory => true;

    public LearningStream Arrange(LearningStream stream) => Note("arrange", stream);

    public void BeforeStream(ILearningContext context) => Note("before stream");

    public void AfterStream(ILearningContext context) => Note("after stream");

    public void BeforeGrowth(ILearningContext context) =>
        Note($"before growth {context.Experience.Index}: {context.Model.Classes} classes, {context.Memory!.Exemplars.Count} exemplars");

    public void Grow(ILearningContext context, long seed)
    {
        Note($"grow, {context.Memory!.Exemplars.Count} exemplars");
        context.Model.Grow(context.SeenLabels, seed);
    }

    public void BeforeExperience(ILearningContext context) =>
        Note($"before experience {context.Experience.Index}: {context.Model.Classes} classes");

    public void AfterExperience(ILearningContext context) => Note($"after experience {context.Experience.Index}");

    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) =>
        Note("choose", proposed);

    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) => !context.Boundaries ? [main] :
        Note<IReadOnlyList<Phase>>("plan", [main, main with { Name = "balance", Steps = 1, ParameterGroups = ["rest"] }]);

    public void BeforePhase(ILearningContext context, Phase phase) => Note($"before phase {phase.Name}");

    public void AfterPhase(ILearningContext context, Phase phase) => Note($"after phase {phase.Name}");

    public void BeforeEpoch(ILearningContext context, StepInfo step) => Note($"before epoch {step.Epoch}");

    public void AfterEpoch(ILearningContext context, StepInfo step) => Note($"after epoch {step.Epoch}");

    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch) => Note($"before batch {step.Step}", batch);

    public ForwardRequest Request(ILearningContext context) => Note("request", ForwardRequest.Predictions);

    public ModelOutput AfterForward(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => Note("after forward", output);

    public void AddLosses(LossContext loss) => Note("losses");

    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        var trained = context.Model.ParameterGroups
            .Where(group => group.Parameters.Any(parameter => parameter.grad is not null))
            .Select(group => group.Name);
        Note($"gradients of {string.Join(" ", trained)}");
    }

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => Note($"after step {step.Step}");

    public void BeforeEvaluation(ILearningContext context) => Note("before evaluation");

    public void AfterEvaluation(ILearningContext context) => Note("after evaluation");

    public ModelOutput Predict(ILearningContext context, Batch batch)
    {
        if (Calls[^1] != "predict") Note("predict");
        return context.Model.Forward(batch, ForwardRequest.Predictions);
    }

    public void SaveState(StateBag state)
    {
        OnHook?.Invoke(nameof(SaveState));
        state.Json = new JsonObject { ["calls"] = Calls.Count };
    }

    public void LoadState(StateBag state, ILearningContext context) => Note($"load {state.Json["calls"]}");

    private void Note(string call, [CallerMemberName] string hook = "")
    {
        Calls.Add(call);
        Hooks.Add(hook);
        OnHook?.Invoke(hook);
    }

    private T Note<T>(string call, T value, [CallerMemberName] string hook = "")
    {
        Note(call, hook);
        return value;
    }
}
