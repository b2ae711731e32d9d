using PluginHost.Tensors;
using TorchSharp.Modules;

namespace PluginHost.Consolidation;

/// <summary>How much each parameter of a model matters, and the values to hold it at.</summary>
public sealed class ParameterImportance : IDisposable
{
    private const string ImportancePrefix = "fisher/";
    private const string AnchorPrefix = "anchor/";
    private readonly Dictionary<string, (Tensor Importance, Tensor Anchor)> _entries = new(StringComparer.Ordinal);

    /// <summary>The names of the parameters covered; buffers are never among them.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The size of importances and anchors in bytes.</summary>
    public long Bytes => _entries.Values.Sum(entry => TensorBytes.Of(entry.Importance) + TensorBytes.Of(entry.Anchor));

    /// <summary>Gets a parameter's importance and the value to hold.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">The parameter is not covered.</exception>
    public (Tensor Importance, Tensor Anchor) this[string name] => _entries[name];

    /// <summary>Begins with an importance of 0 for every trainable parameter of a module, held at its value now.</summary>
    /// <param name="module">The module.</param>
    /// <returns>The importance, owned by the caller; it outlives the dispose scope of a hook.</returns>
    public static ParameterImportance Zero(nn.Module module)
    {
        var result = new ParameterImportance();
        foreach (var (name, parameter) in module.named_parameters().Where(pair => pair.parameter.requires_grad))
            result.Keep(name, zeros_like(parameter, requires_grad: false), parameter.detach().clone());
        return result;
    }

    /// <summary>Adds the squares of the gradients that a module's parameters have now.</summary>
    /// <param name="module">The module.</param>
    public void AddSquaredGradients(nn.Module module)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.grad is { } gradient && _entries.TryGetValue(name, out var entry))
                entry.Importance.addcmul_(gradient, gradient, 1);
        }
    }

    /// <summary>Adds the absolute values of the gradients that a module's parameters have now.</summary>
    /// <param name="module">The module.</param>
    public void AddAbsoluteGradients(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.grad is { } gradient && _entries.TryGetValue(name, out var entry)) entry.Importance.add_(gradient.abs());
        }
    }

    /// <summary>Adds to the importance of a parameter.</summary>
    /// <param name="name">Its name; one that is not covered is left.</param>
    /// <param name="value">What to add, of the parameter's shape.</param>
    public void Add(string name, Tensor value)
    {
        if (_entries.TryGetValue(name, out var entry)) entry.Importance.add_(value);
    }

    /// <summary>Divides every importance by a number.</summary>
    /// <param name="divisor">The number; not 0.</param>
    public void Divide(double divisor)
    {
        foreach (var (importance, _) in _entries.Values) importance.div_(divisor);
    }

    /// <summary>The mean importance over all single parameters covered.</summary>
    /// <returns>The mean; 0 if no parameter is covered.</returns>
    public double Mean()
    {
        using var scope = NewDisposeScope();
        var count = _entries.Values.Sum(entry => entry.Importance.numel());
        return count == 0 ? 0 : _entries.Values.Sum(entry => entry.Importance.sum(ScalarType.Float64).ToDouble()) / count;
    }

    /// <summary>
    /// Divides every importance by the mean, so that the mean is 1: the penalty no longer depends on the scale of the loss whose gradients were
    /// squared. Nothing changes where every importance is 0.
    /// </summary>
    /// <param name="most">
    /// The most that one parameter may then count: a few parameters have thousands of times the mean, and a step along one of them overshoots where
    /// rate times weight times importance exceeds 2. 0 for no limit.
    /// </param>
    public void Normalise(double most = 0)
    {
        if (Mean() is > 0 and var mean) Divide(mean);
        if (most == 0) return;
        using var noGrad = no_grad();
        foreach (var (importance, _) in _entries.Values) importance.clamp_(max: most);
    }

    /// <summary>Adds earlier importance, of the parts of parameters that were there by then: F = decay · earlier + F.</summary>
    /// <param name="earlier">The earlier importance.</param>
    /// <param name="decay">Its factor.</param>
    public void Accumulate(ParameterImportance earlier, double decay)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, (old, _)) in earlier._entries)
        {
            if (_entries.TryGetValue(name, out var entry)) Part(entry.Importance, old.shape).add_(old, decay);
        }
    }

    /// <summary>Computes 1/2 sum_i F_i (theta_i - theta*_i)² over what was there when the importance was estimated.</summary>
    /// <param name="module">The module as it is now, perhaps grown.</param>
    /// <param name="largest">The most that an importance F_i counts.</param>
    /// <returns>A differentiable scalar.</returns>
    /// <exception cref="InvalidOperationException">The module has none of the parameters covered.</exception>
    public Tensor Penalty(nn.Module module, double largest = double.PositiveInfinity)
    {
        Tensor? sum = null;
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (!_entries.TryGetValue(name, out var entry)) continue;
            var penalty = (Limited(entry.Importance, largest) * (Part(parameter, entry.Anchor.shape) - entry.Anchor).square()).sum();
            sum = sum is null ? penalty : sum + penalty;
        }

        return (sum ?? throw new InvalidOperationException("The model has none of the parameters whose importance is known.")) * 0.5;
    }

    /// <summary>The gradient of <see cref="Penalty"/> with respect to one parameter: F (theta - theta*), and 0 where it has grown.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="parameter">The parameter as it is now, perhaps grown.</param>
    /// <param name="largest">The most that an importance counts.</param>
    /// <returns>A tensor of its shape in the current dispose scope; <see langword="null"/> if it is not covered.</returns>
    public Tensor? PenaltyGradient(string name, Tensor parameter, double largest = double.PositiveInfinity)
    {
        if (!_entries.TryGetValue(name, out var entry)) return null;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var whole = zeros_like(parameter, requires_grad: false);
        Part(whole, entry.Anchor.shape).copy_(Limited(entry.Importance, largest) * (Part(parameter, entry.Anchor.shape) - entry.Anchor));
        return whole.MoveToOuterDisposeScope();
    }

    /// <summary>Saves this under a prefix.</summary>
    /// <param name="tensors">Where the tensors go.</param>
    /// <param name="prefix">The prefix.</param>
    public void Save(Dictionary<string, Tensor> tensors, string prefix)
    {
        foreach (var (name, (importance, anchor)) in _entries)
        {
            tensors[prefix + ImportancePrefix + name] = importance;
            tensors[prefix + AnchorPrefix + name] = anchor;
        }
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <param name="tensors">The tensors; copied.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="device">Where the copies go.</param>
    /// <returns>The importance, owned by the caller.</returns>
    /// <exception cref="InvalidDataException">A parameter has an importance and no value to hold.</exception>
    public static ParameterImportance Load(IReadOnlyDictionary<string, Tensor> tensors, string prefix, Device device)
    {
        var result = new ParameterImportance();
        foreach (var (key, importance) in tensors.Where(pair => pair.Key.StartsWith(prefix + ImportancePrefix, StringComparison.Ordinal)))
        {
            var name = key[(prefix + ImportancePrefix).Length..];
            if (!tensors.TryGetValue(prefix + AnchorPrefix + name, out var anchor))
                throw new InvalidDataException($"The state has the importance of '{name}' but not the value to hold.");
            result.Keep(name, importance.to(device, copy: true), anchor.to(device, copy: true));
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (importance, anchor) in _entries.Values)
        {
            importance.Dispose();
            anchor.Dispose();
        }
    }

    private static Tensor Limited(Tensor importance, double largest) =>
        double.IsInfinity(largest) ? importance : importance.clamp(max: largest);

    // The part of a grown tensor that was there before.
    private static Tensor Part(Tensor value, long[] shape)
    {
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] < value.shape[axis]) value = value.narrow(axis, 0, shape[axis]);
        }

        return value;
    }

    private void Keep(string name, Tensor importance, Tensor anchor) =>
        _entries[name] = (importance.DetachFromDisposeScope(), anchor.DetachFromDisposeScope());
}
