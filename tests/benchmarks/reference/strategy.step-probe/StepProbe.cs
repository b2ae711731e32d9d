using System.Diagnostics;
using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Benchmarks.Reference;

/// <summary>
/// A clock that also has every hook of a step: times the parts between them, and writes a step out: batch, weights before, the model of the
/// experience before, outputs, terms, norms of gradients. It stands last but one in a job; <see cref="StepEcho"/> behind it tells what calling a hook takes.
/// </summary>
/// <remarks>Orders beside those of the clock: <c>write</c> with <c>folder</c>, answered after the step that it writes.</remarks>
/// <param name="options">The options.</param>
[Component("step-probe", Options = typeof(StepOptions))]
public sealed class StepProbe(StepOptions options) : StepClock(options), IStrategy
{
    private readonly List<double> _losses = [];
    private Dictionary<string, Tensor> _teacher = [];
    private string? _folder;
    private JsonObject _written = [];

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        if (!Measures(context)) return;
        _teacher = context.Model.Module.state_dict().ToDictionary(
            pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    Batch IStrategy.BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        HookMarks.Waits = context.Device.type == DeviceType.CUDA;
        HookMarks.Enter("BeforeBatch");
        var own = BeforeBatch(context, step, batch);
        HookMarks.Leave("BeforeBatch");
        return own;
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context)
    {
        HookMarks.Enter("Request");
        HookMarks.Leave("Request");
        return ForwardRequest.Predictions;
    }

    /// <inheritdoc/>
    public ModelOutput AfterForward(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        HookMarks.Enter("AfterForward");
        if (_folder is not null)
            Safetensors.Write(Path.Combine(_folder, "outputs.safetensors"), output.Tensors.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.detach())));
        HookMarks.Leave("AfterForward");
        return output;
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        HookMarks.Enter("AddLosses");
        if (Measures(loss.Learning)) _losses.Add(loss.Terms.Where(term => term.Weight != 0).Sum(term => term.Weight * term.Value.ToDouble()));
        if (_folder is not null)
        {
            _written["terms"] = new JsonArray([.. loss.Terms.Select(term => (JsonNode)new JsonObject
            {
                ["name"] = term.Name, ["weight"] = term.Weight, ["value"] = term.Value.ToDouble(),
            })]);
        }

        HookMarks.Leave("AddLosses");
    }

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        HookMarks.Enter("AfterBackward");
        if (_folder is not null) _written["gradients"] = Norms(context, parameter => parameter.grad);
        HookMarks.Leave("AfterBackward");
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        HookMarks.Enter("AfterStep");
        _folder = null;
        HookMarks.Leave("AfterStep");
    }

    /// <inheritdoc/>
    private protected override void Follow(ILearningContext context, JsonObject order)
    {
        if ((string?)order["do"] == "write") Write(context, (string)order["folder"]!);
        else base.Follow(context, order);
    }

    /// <inheritdoc/>
    private protected override void Begin(int count)
    {
        base.Begin(count);
        _losses.Clear();
        _written = [];
        HookMarks.Clear();
    }

    /// <inheritdoc/>
    private protected override JsonObject Result()
    {
        var answer = base.Result();
        foreach (var (name, value) in _written) answer[name] = value?.DeepClone();
        answer["losses"] = new JsonArray([.. _losses.Select(loss => (JsonNode)loss)]);
        foreach (var (name, times) in HookMarks.Parts()) answer[name] = Array(times);
        return answer;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var tensor in _teacher.Values) tensor.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Write(ILearningContext context, string folder)
    {
        Begin(1);
        _folder = folder;
        var batch = Fixed(context);
        Safetensors.Write(Path.Combine(folder, "batch.safetensors"), batch.Tensors);
        Safetensors.Write(Path.Combine(folder, "weights.safetensors"), context.Model.Module.state_dict());
        Safetensors.Write(Path.Combine(folder, "teacher.safetensors"), _teacher);
        var ids = batch.RowSources.Select(source => source.Sample.Id).ToArray();
        _written = new JsonObject
        {
            ["size"] = batch.Size,
            ["slots"] = batch.Slots,
            ["labels"] = new JsonArray([.. batch.Labels().Select(label => (JsonNode)label)]),
            ["samples"] = new JsonArray([.. ids.Select(id => (JsonNode)System.Array.IndexOf(ids, id))]),
            ["firstNew"] = context.FirstNewLabel,
            ["classes"] = context.Model.Classes,
            ["libtorch"] = Libtorch.Version,
            ["rates"] = new JsonObject(context.Optimizers.Select(each => KeyValuePair.Create(each.Group.Name, (JsonNode?)each.Rate))),
        };
    }

    private static JsonObject Norms(ILearningContext context, Func<TorchSharp.Modules.Parameter, Tensor?> what) =>
        new(context.Model.ParameterGroups.Select(group => KeyValuePair.Create(group.Name, (JsonNode?)Math.Sqrt(group.Parameters
            .Select(what).OfType<Tensor>().Sum(value => value.to(ScalarType.Float64).square().sum().ToDouble())))));
}
