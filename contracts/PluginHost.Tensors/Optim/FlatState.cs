using static TorchSharp.torch;

namespace PluginHost.Tensors.Optim;

/// <summary>Names of an optimizer's state, and the check that a saved one fits.</summary>
internal static class FlatState
{
    private const string Step = "step";
    private const string OptionPrefix = "option.";

    internal static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, double> Scalars) Save(FlatOptimizer optimizer)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var scalars = optimizer.Options().ToDictionary(o => OptionPrefix + o.Key, o => o.Value.Value, StringComparer.Ordinal);
        foreach (var (name, parameter) in Parameters(optimizer))
        {
            if (parameter.Steps == 0) continue;

            scalars[$"state.{name}.{Step}"] = parameter.Steps;
            foreach (var (moment, tensor) in parameter.Moments()) tensors[$"state.{name}.{moment}"] = tensor;
        }

        return (tensors, scalars);
    }

    internal static void Load(
        FlatOptimizer optimizer, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, double> scalars)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var parameters = Parameters(optimizer);
        var options = optimizer.Options();
        List<string> wrong = [.. Differences(parameters, options.Keys, tensors, scalars)];
        if (wrong.Count > 0)
            throw new InvalidOperationException($"The saved state does not fit this optimizer: {string.Join("; ", wrong)}.");
        foreach (var (name, (_, set)) in options) set(scalars[OptionPrefix + name]);

        foreach (var (name, parameter) in parameters)
        {
            parameter.Steps = (long)scalars.GetValueOrDefault($"state.{name}.{Step}");
            foreach (var (moment, tensor) in parameter.Moments())
            {
                if (parameter.Steps == 0)
                {
                    tensor.zero_();
                }
                else
                {
                    tensor.copy_(tensors[$"state.{name}.{moment}"]);
                }
            }
        }
    }

    private static IEnumerable<string> Differences(
        Dictionary<string, ParameterState> parameters, IEnumerable<string> options, IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, double> scalars)
    {
        HashSet<string> numbers = [.. options.Select(name => OptionPrefix + name)];
        foreach (var missing in numbers.Where(name => !scalars.ContainsKey(name))) yield return $"{missing} is missing";
        var wanted = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, parameter) in parameters)
        {
            numbers.Add($"state.{name}.{Step}");
            var stepped = scalars.ContainsKey($"state.{name}.{Step}");
            foreach (var (moment, tensor) in parameter.Moments())
            {
                var key = $"state.{name}.{moment}";
                wanted[key] = tensor;
                if (stepped != tensors.ContainsKey(key))
                    yield return stepped ? $"{key} is missing" : $"{key} comes without state.{name}.{Step}";
            }
        }

        foreach (var unknown in tensors.Keys.Where(key => !wanted.ContainsKey(key)).Concat(scalars.Keys.Where(key => !numbers.Contains(key))))
            yield return $"{unknown} belongs to no parameter or option";

        foreach (var (key, tensor) in tensors.Where(entry => wanted.ContainsKey(entry.Key)))
        {
            if (!tensor.shape.AsSpan().SequenceEqual(wanted[key].shape))
                yield return $"{key} has shape [{string.Join(", ", tensor.shape)}], not [{string.Join(", ", wanted[key].shape)}]";
        }
    }

    private static Dictionary<string, ParameterState> Parameters(FlatOptimizer optimizer)
    {
        var result = new Dictionary<string, ParameterState>(StringComparer.Ordinal);
        foreach (var moments in optimizer.AllMoments())
        {
            Tensor[][] views = [.. moments.Tensors.Select(moments.Buffer.Split)];
            for (var i = 0; i < moments.Buffer.Parameters.Length; i++)
            {
                var own = optimizer.MomentNames.Select((name, slot) => (name, views[slot][i])).ToArray();
                result[optimizer.Flat.Names[moments.Buffer.Indices[i]]] = new ParameterState(moments, i, own);
            }
        }

        return result;
    }

    private sealed class ParameterState(Moments moments, int index, (string Name, Tensor Tensor)[] own)
    {
        internal long Steps
        {
            get => moments.Steps[index];
            set => moments.Steps[index] = value;
        }

        internal IEnumerable<(string Name, Tensor Tensor)> Moments() => own;
    }
}
