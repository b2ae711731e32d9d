using TorchSharp.Modules;

namespace PluginHost.Plugins.Ewc;

/// <summary>How much each parameter matters (the diagonal of the Fisher information), and the values to hold it at.</summary>
public sealed class Importance : IDisposable
{
    private const string FisherPrefix = "fisher/";
    private const string AnchorPrefix = "anchor/";
    private readonly Dictionary<string, (Tensor Fisher, Tensor Anchor)> _entries = new(StringComparer.Ordinal);

    /// <summary>The names of the parameters covered; buffers are never among them.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The size of importances and anchors in bytes.</summary>
    public long Bytes => _entries.Values.Sum(entry => TensorBytes.Of(entry.Fisher) + TensorBytes.Of(entry.Anchor));

    /// <summary>Gets a parameter's importance and the value to hold.</summary>
    /// <param name="name">Its name.</param>
    public (Tensor Fisher, Tensor Anchor) this[string name] => _entries[name];

    /// <summary>Estimates the importance as the mean over batches of the squared gradient of the base loss (design section 5), the model's own
    /// terms included.</summary>
    /// <param name="context">The learning context, at the end of an experience.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="passes">How often each is drawn.</param>
    /// <returns>The importance, owned by the caller.</returns>
    public static Importance Estimate(ILearningContext context, IReadOnlyList<SampleInfo> samples, int passes)
    {
        var result = new Importance();
        (string Name, Parameter Value)[] parameters =
            [.. context.Model.Module.named_parameters().Where(pair => pair.parameter.requires_grad)];
        foreach (var (name, value) in parameters) result.Keep(name, zeros_like(value), value.detach().clone());
        var batches = 0;
        for (var pass = 0; pass < passes; pass++)
        {
            context.GradientPass(samples, (batch, output) =>
            {
                batches++;
                var loss = context.Task.RowLoss(output, batch).mean();
                if (context.Model is IModelLoss own)
                    foreach (var term in own.LossTerms(output, batch)) loss += term.Value * term.Weight;
                loss.backward();
                using var noGrad = no_grad();
                foreach (var (name, value) in parameters)
                    if (value.grad is { } gradient) result[name].Fisher.addcmul_(gradient, gradient, 1);
            });
        }

        foreach (var (fisher, _) in result._entries.Values) fisher.div_(Math.Max(batches, 1));
        return result;
    }

    /// <summary>Adds earlier importance, of the parts of parameters that were there by then: F = decay · earlier + F.</summary>
    public void Accumulate(Importance earlier, double decay)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, (old, _)) in earlier._entries)
            if (_entries.TryGetValue(name, out var entry)) Part(entry.Fisher, old.shape).add_(old, decay);
    }

    /// <summary>Computes the penalty 1/2 sum_i F_i (theta_i - theta*_i)², over what was there when the importance was estimated.</summary>
    /// <param name="module">The module as it is now, perhaps grown.</param>
    /// <returns>A differentiable scalar.</returns>
    public Tensor Penalty(nn.Module module)
    {
        Tensor? sum = null;
        foreach (var (name, value) in module.named_parameters())
        {
            if (!_entries.TryGetValue(name, out var entry)) continue;
            var penalty = (entry.Fisher * (Part(value, entry.Anchor.shape) - entry.Anchor).square()).sum();
            sum = sum is null ? penalty : sum + penalty;
        }

        return (sum ?? throw new InvalidOperationException("The model has none of the parameters whose importance is known.")) * 0.5;
    }

    /// <summary>Saves this under a prefix.</summary>
    public void Save(Dictionary<string, Tensor> tensors, string prefix)
    {
        foreach (var (name, (fisher, anchor)) in _entries)
        {
            tensors[prefix + FisherPrefix + name] = fisher;
            tensors[prefix + AnchorPrefix + name] = anchor;
        }
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    public static Importance Load(IReadOnlyDictionary<string, Tensor> tensors, string prefix, Device device)
    {
        var result = new Importance();
        foreach (var (key, fisher) in tensors.Where(pair => pair.Key.StartsWith(prefix + FisherPrefix, StringComparison.Ordinal)))
        {
            var name = key[(prefix + FisherPrefix).Length..];
            result.Keep(name, fisher.to(device, copy: true), tensors[prefix + AnchorPrefix + name].to(device, copy: true));
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (fisher, anchor) in _entries.Values)
        {
            fisher.Dispose();
            anchor.Dispose();
        }
    }

    private static Tensor Part(Tensor value, long[] shape)
    {
        for (var axis = 0; axis < shape.Length; axis++)
            if (shape[axis] < value.shape[axis]) value = value.narrow(axis, 0, shape[axis]);
        return value;
    }

    private void Keep(string name, Tensor fisher, Tensor anchor) =>
        _entries[name] = (fisher.DetachFromDisposeScope(), anchor.DetachFromDisposeScope());
}
