using PluginHost.PluginKit.Jobs;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every model must be able to do, a separator and a classifier alike: learn the tiny job, grow by two classes without a change of the old
/// ones, be copied, be saved and restored, and give what its capabilities say.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class ModelConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "model", name, options, task)
{
    /// <inheritdoc/>
    protected override bool StopsEverywhere => true;

    /// <inheritdoc/>
    protected override bool Looks => true;

    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var model = (IModel)component;
        if (model.Classes != 0) yield return $"it has {model.Classes} classes before it is built";
        var refused = false;
        try
        {
            _ = model.Module;
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        if (!refused) yield return "it has a module before it is built, instead of an InvalidOperationException";
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Look(object component, Work work)
    {
        if (work.Moment != WorkMoment.StreamEnds) return [];
        var model = (IModel)component;
        using var scope = NewDisposeScope();
        using var batch = Batch(work.Context);
        return
        [
            .. Sizes(model), .. Groups(model), .. ModelCapabilities.Faults(model, batch), .. Copies(model, batch), .. Growth(model, batch),
        ];
    }

    private static Batch Batch(ILearningContext context)
    {
        var samples = context.Experience.Train;
        var batch = context.Task.Collate([.. context.Task.DrawEvaluation(samples, samples).Take(4)], context.Samples);
        batch.MoveTo(context.Device);
        return batch;
    }

    private static IEnumerable<string> Sizes(IModel model)
    {
        var bytes = model.Module.parameters().Concat(model.Module.buffers()).Sum(TensorBytes.Of);
        if (model.Bytes < bytes) yield return $"it says {model.Bytes} bytes, and its parameters and buffers take {bytes}";
    }

    private static IEnumerable<string> Groups(IModel model)
    {
        var grouped = model.ParameterGroups.SelectMany(group => group.Parameters).Select(parameter => parameter.Handle).ToArray();
        foreach (var (name, parameter) in model.Module.named_parameters().Where(each => each.parameter.requires_grad))
        {
            var count = grouped.Count(handle => handle == parameter.Handle);
            if (count != 1) yield return $"the parameter '{name}' is in {count} parameter groups instead of one";
        }
    }

    // The copy is made in a scope that ends before it is used, as a strategy's hooks do.
    private static IEnumerable<string> Copies(IModel model, Batch batch)
    {
        IModel copy;
        using (NewDisposeScope()) copy = model.Clone();
        using var owned = copy;
        var faults = new List<string>();
        var expected = Outputs(model, batch);
        if (copy.Classes != model.Classes) faults.Add($"its copy has {copy.Classes} classes instead of {model.Classes}");
        Compare(expected, Outputs(copy, batch), "of its copy, used after the dispose scope it was made in,", faults);
        var values = model.Module.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone(), StringComparer.Ordinal);
        using (no_grad())
        {
            foreach (var parameter in copy.Module.parameters().Where(parameter => parameter.is_floating_point())) parameter.add_(0.5);
        }

        Compare(expected, Outputs(model, batch), "changes with the copy: they share memory;", faults);
        copy.Module.load_state_dict(values);
        Compare(expected, Outputs(copy, batch), "of another state into which its own was loaded", faults);
        return faults;
    }

    private static IEnumerable<string> Growth(IModel model, Batch batch)
    {
        using var grown = model.Clone();
        var before = model.Module.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone(), StringComparer.Ordinal);
        var (expected, classes) = (Outputs(model, batch), model.Classes);
        grown.Grow(classes + 2, seed: 7);
        var faults = new List<string>();
        // A model that knows no classes, such as an encoder, has nothing to grow.
        if (classes > 0 && grown.Classes != classes + 2) faults.Add($"it has {grown.Classes} classes after it grew from {classes} to {classes + 2}");
        foreach (var (name, value) in grown.Module.state_dict())
        {
            if (!before.TryGetValue(name, out var rows)) continue;
            var kept = value.shape.SequenceEqual(rows.shape) ? value
                : value.dim() > 0 && value.shape[0] > rows.shape[0] ? value.narrow(0, 0, rows.shape[0]) : null;
            if (kept is null || !Numbers.Same(kept.detach().cpu(), rows.cpu())) faults.Add($"growth changes old rows of '{name}'");
        }

        // Elsewhere classes may see each other, as queries that attend to one another do. A head scores each class by its own row.
        if (model is not IClassifierHead) return faults;
        grown.Module.to(batch.Tensors.Values.First().device);
        var (old, now) = (expected[OutputKeys.Logits], Outputs(grown, batch)[OutputKeys.Logits]);
        if (now.shape[1] != classes + 2 || !Numbers.Close(now.narrow(1, 0, classes), old)) faults.Add("growth changes the scores of old classes");
        return faults;
    }

    private static Dictionary<string, Tensor> Outputs(IModel model, Batch batch) => Numbers.InEvalMode(model, () => new Dictionary<string, Tensor>(
        model.Forward(batch, ForwardRequest.Predictions).Tensors, StringComparer.Ordinal));

    private static void Compare(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> outputs, string what, List<string> faults)
    {
        foreach (var (key, tensor) in expected)
        {
            if (!outputs.TryGetValue(key, out var other) || !Numbers.Same(tensor, other)) faults.Add($"the output '{key}' {what} is another one");
        }
    }
}
