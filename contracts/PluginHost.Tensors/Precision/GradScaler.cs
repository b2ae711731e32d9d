using PluginHost.Tensors.Optim;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// Scales the loss so that small gradients survive Float16, and skips steps whose gradients are not finite (semantics of
/// torch.cuda.amp.GradScaler).
/// One iteration: <c>scaler.Scale(loss).backward(); scaler.Step(optimizer); scaler.Update();</c>, with <c>scaler.Unscale(optimizer)</c>
/// before the step where gradients are to be clipped.
/// </summary>
public sealed class GradScaler : IDisposable
{
    private readonly Dictionary<object, bool> _unscaled = new(ReferenceEqualityComparer.Instance);
    private bool _foundInfinite;
    private bool _checkedAny;

    /// <param name="initialScale">The first factor.</param>
    /// <param name="growthFactor">By what the factor grows after <paramref name="growthInterval"/> good steps in a row; above 1.</param>
    /// <param name="backoffFactor">By what it shrinks after a bad step; between 0 and 1.</param>
    /// <param name="growthInterval">Good steps in a row before the factor grows.</param>
    /// <param name="enabled">False makes every method pass through.</param>
    public GradScaler(double initialScale = 65536, double growthFactor = 2, double backoffFactor = 0.5, int growthInterval = 2000,
        bool enabled = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initialScale);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(growthFactor, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backoffFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(backoffFactor, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(growthInterval);
        (Factor, GrowthFactor, BackoffFactor, GrowthInterval, IsEnabled) = (initialScale, growthFactor, backoffFactor, growthInterval,
            enabled);
    }

    /// <summary>Whether it scales at all.</summary>
    public bool IsEnabled { get; }

    /// <summary>The factor that losses are multiplied with now.</summary>
    public double Factor { get; private set; }

    /// <summary>By what the factor grows.</summary>
    public double GrowthFactor { get; private set; }

    /// <summary>By what the factor shrinks.</summary>
    public double BackoffFactor { get; private set; }

    /// <summary>Good steps in a row before the factor grows.</summary>
    public int GrowthInterval { get; private set; }

    /// <summary>Good steps since the factor last changed.</summary>
    public int GrowthTracker { get; private set; }

    /// <summary>How many steps were skipped so far.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>The loss times the factor.</summary>
    public Tensor Scale(Tensor loss) => IsEnabled ? loss.mul(Factor) : loss;

    /// <summary>Divides the gradients of an optimizer by the factor, once per iteration, so that they can be clipped.</summary>
    /// <exception cref="InvalidOperationException">Called twice for one optimizer since the last Update.</exception>
    public void Unscale(optim.Optimizer optimizer) => Unscale(optimizer, optimizer.parameters());

    /// <summary>Steps the optimizer unless a gradient is infinite or NaN; unscales first where that was not done.</summary>
    /// <returns>Whether the step ran.</returns>
    public bool Step(optim.Optimizer optimizer) => Step(optimizer, optimizer.parameters(), () => optimizer.step());

    /// <summary>Divides the gradients of these parameters by the factor, once per iteration, so that they can be clipped.</summary>
    /// <param name="owner">What is stepped with them, usually the optimizer: the key under which Step knows that this was done.</param>
    /// <param name="parameters">The owner's parameters; those without a gradient are passed over.</param>
    /// <exception cref="InvalidOperationException">Called twice for one owner since the last Update.</exception>
    public void Unscale(object owner, IEnumerable<Tensor> parameters)
    {
        if (!IsEnabled) return;
        if (_unscaled.ContainsKey(owner))
            throw new InvalidOperationException("Unscale was called for this optimizer already since the last Update.");
        var bad = CheckAndUnscale(parameters);
        _unscaled[owner] = bad;
        _foundInfinite |= bad;
        _checkedAny = true;
    }

    /// <summary>Runs the step unless a gradient is infinite or NaN; unscales first where that was not done.</summary>
    /// <returns>Whether the step ran.</returns>
    public bool Step(object owner, IEnumerable<Tensor> parameters, Action step)
    {
        if (IsEnabled && !_unscaled.ContainsKey(owner)) Unscale(owner, parameters);
        if (IsEnabled && _unscaled[owner])
        {
            SkippedSteps++;
            return false;
        }

        step();
        return true;
    }

    /// <summary>Ends the iteration: shrinks the factor after a bad step, grows it after enough good ones.</summary>
    /// <exception cref="InvalidOperationException">No gradients were looked at since the last Update.</exception>
    public void Update()
    {
        if (!IsEnabled) return;
        if (!_checkedAny) throw new InvalidOperationException("Update needs a Step or an Unscale since the last Update.");
        if (_foundInfinite)
        {
            Factor *= BackoffFactor;
            GrowthTracker = 0;
        }
        else if (++GrowthTracker >= GrowthInterval)
        {
            var grown = Factor * GrowthFactor;
            Factor = float.IsFinite((float)grown) ? grown : Factor;
            GrowthTracker = 0;
        }

        _foundInfinite = _checkedAny = false;
        _unscaled.Clear();
    }

    /// <summary>What a checkpoint must keep: scale, growth_factor, backoff_factor, growth_interval, _growth_tracker (PyTorch's
    /// names).</summary>
    public IReadOnlyDictionary<string, double> SaveState() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["scale"] = Factor,
        ["growth_factor"] = GrowthFactor,
        ["backoff_factor"] = BackoffFactor,
        ["growth_interval"] = GrowthInterval,
        ["_growth_tracker"] = GrowthTracker,
    };

    /// <exception cref="KeyNotFoundException">A value is missing.</exception>
    public void LoadState(IReadOnlyDictionary<string, double> state)
    {
        (Factor, GrowthFactor, BackoffFactor) = (state["scale"], state["growth_factor"], state["backoff_factor"]);
        (GrowthInterval, GrowthTracker) = ((int)state["growth_interval"], (int)state["_growth_tracker"]);
    }

    /// <inheritdoc/>
    public void Dispose() => _unscaled.Clear();

    private bool CheckAndUnscale(IEnumerable<Tensor> parameters)
    {
        using var scope = NewDisposeScope();
        var bad = false;
        var gradients = parameters.Select(p => p.grad).OfType<Tensor>();
        foreach (var group in gradients.GroupBy(g => (g.device_type, g.device_index, g.dtype)))
            bad |= TensorLists.UnscaleAndCheck([.. group], 1.0 / Factor);

        return bad;
    }
}
