using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>
/// The whole state of an optimizer as named tensors and numbers, for an exact resume: the moments and counts of every parameter
/// ("state.3.exp_avg", "state.3.step"; parameters count through all groups) and the options of every group ("group.0.LearningRate").
/// </summary>
public static class OptimizerState
{
    /// <summary>Reads the state. The tensors are the optimizer's own, not copies; flags are 0 or 1.</summary>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, double> Scalars) Save(optim.Optimizer optimizer)
    {
        var tensors = new Dictionary<string, Tensor>();
        var scalars = new Dictionary<string, double>();
        var helper = Helper(optimizer);
        foreach (var (i, group) in helper.Groups.Index())
        {
            foreach (var (name, value) in group.Options.ToNumbers())
            {
                scalars[$"group.{i}.{name}"] = value;
            }
        }

        foreach (var (i, state) in helper.OrderedStates().Index())
        {
            if (state is null)
            {
                continue;
            }

            scalars[$"state.{i}.step"] = state.Step;
            scalars[$"state.{i}.factor"] = state.Factor;
            foreach (var (name, tensor) in state.Tensors())
            {
                tensors[$"state.{i}.{name}"] = tensor;
            }
        }

        return (tensors, scalars);
    }

    /// <summary>Restores what <see cref="Save"/> gave, into an optimizer of the same kind over parameters of the same shapes.</summary>
    /// <exception cref="InvalidOperationException">Groups, parameters or shapes differ; the message names every difference.</exception>
    public static void Load(
        optim.Optimizer optimizer, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, double> scalars)
    {
        var helper = Helper(optimizer);
        List<Parameter> parameters = [.. helper.parameters()];
        Check(helper, parameters, tensors, scalars);
        foreach (var (i, group) in helper.Groups.Index())
        {
            var prefix = $"group.{i}.";
            group.Options.FromNumbers(
                scalars.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value));
        }

        foreach (var (i, parameter) in parameters.Index())
        {
            if (!scalars.TryGetValue($"state.{i}.step", out var step))
            {
                helper.Forget(parameter);
                continue;
            }

            helper.Restore(
                parameter, (long)step, scalars[$"state.{i}.factor"], name => tensors.GetValueOrDefault($"state.{i}.{name}"));
        }
    }

    private static void Check(
        OptimizerHelper helper, List<Parameter> parameters, IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, double> scalars)
    {
        List<string> wrong = [];
        if (Count(scalars.Keys, "group.") is var groups && groups != helper.Groups.Count)
        {
            wrong.Add($"{groups} groups given, {helper.Groups.Count} wanted");
        }

        foreach (var (key, tensor) in tensors)
        {
            var parts = key.Split('.', 3);
            if (parts.Length != 3 || parts[0] != "state" || !int.TryParse(parts[1], out var index) || index >= parameters.Count)
            {
                wrong.Add($"{key} belongs to no parameter");
            }
            else if (!helper.StateNames.Contains(parts[2]))
            {
                wrong.Add($"{key} is no state of {helper.GetType().Name}");
            }
            else if (!tensor.shape.AsSpan().SequenceEqual(parameters[index].shape))
            {
                wrong.Add($"{key} has shape [{string.Join(", ", tensor.shape)}], not [{string.Join(", ", parameters[index].shape)}]");
            }
        }

        if (wrong.Count > 0)
        {
            throw new InvalidOperationException($"The state does not fit this optimizer: {string.Join("; ", wrong)}.");
        }
    }

    private static int Count(IEnumerable<string> keys, string prefix)
        => keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key.Split('.')[1]).Distinct().Count();

    private static OptimizerHelper Helper(optim.Optimizer optimizer) => optimizer switch
    {
        LBFGS => throw new NotSupportedException("The history of L-BFGS cannot be saved."),
        OptimizerHelper helper => helper,
        _ => throw new ArgumentException($"{optimizer.GetType().Name} keeps no state that can be read.", nameof(optimizer)),
    };
}
