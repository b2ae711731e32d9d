using PluginHost.Tensors.Optim;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// An optimizer over <see cref="FlatParameters"/>: each operator works on all parameters at once, where TorchSharp's own work on one at a
/// time. The numbers are PyTorch's: a parameter without a gradient is left alone, does not decay, and keeps its own count of steps.
/// It is a TorchSharp optimizer too, so that schedules and <see cref="GradScaler"/> take it.
/// </summary>
public abstract class FlatOptimizer : optim.Optimizer, optim.ILearningRateController
{
    private readonly FlatParameters _flat;
    private readonly Moments[] _moments;

    /// <summary>Takes parameters; their memory moves into flat buffers.</summary>
    /// <param name="parameters">Names and parameters.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="weightDecay">The factor of the decay.</param>
    /// <param name="moments">Names of the tensors that the rule keeps for each parameter.</param>
    protected FlatOptimizer(
        IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate, double weightDecay, params string[] moments)
        : base(IntPtr.Zero)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        (LearningRate, InitialLearningRate, WeightDecay) = (learningRate, learningRate, weightDecay);
        _flat = new FlatParameters(parameters);
        MomentNames = moments;
        _moments = [.. _flat.Buffers.Select(buffer => new Moments(buffer, moments.Length))];
    }

    /// <inheritdoc />
    public double LearningRate { get; set; }

    /// <summary>The rate that schedules start from.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>The factor of the decay.</summary>
    public double WeightDecay { get; set; }

    /// <summary>The parameters, in the order given.</summary>
    public IReadOnlyList<Parameter> Parameters => _flat.Parameters;

    /// <summary>The parameters and their memory.</summary>
    public FlatParameters Flat => _flat;

    /// <summary>This optimizer, as the one group with a learning rate.</summary>
    public override IEnumerable<optim.ILearningRateController> ParamGroups => [this];

    internal IReadOnlyList<string> MomentNames { get; }

    // On a CPU a range is updated a piece at a time, so that a dozen operators find it in the cache.
    private protected virtual long CpuPiece => 1 << 18;

    /// <summary>The 2-norm of the gradients of several optimizers together; 0 without any gradient.</summary>
    /// <param name="optimizers">All optimizers of a job.</param>
    public static double GradientNorm(params IEnumerable<FlatOptimizer> optimizers)
    {
        using var scope = NewDisposeScope();
        return Norm(optimizers.SelectMany(o => o.GradientsOfBuffers()));
    }

    /// <summary>
    /// Scales the gradients of several optimizers together so that their 2-norm is at most a number
    /// (torch.nn.utils.clip_grad_norm_: by max / (norm + 1e-6)).
    /// </summary>
    /// <param name="maxNorm">The greatest norm.</param>
    /// <param name="optimizers">All optimizers of a job.</param>
    /// <returns>The norm before.</returns>
    public static double ClipGradients(double maxNorm, params IEnumerable<FlatOptimizer> optimizers)
    {
        using var scope = NewDisposeScope();
        Tensor[][] gradients = [.. optimizers.SelectMany(o => o.GradientsOfBuffers())];
        var norm = Norm(gradients);
        var factor = maxNorm / (norm + 1e-6);
        if (!(factor >= 1)) Array.ForEach(gradients, list => TensorLists.Scale(list, factor));
        return norm;
    }

    /// <summary>The 2-norm of the gradients; 0 without any.</summary>
    public double GradientNorm() => GradientNorm(this);

    /// <summary>Scales the gradients so that their 2-norm is at most a number.</summary>
    /// <param name="maxNorm">The greatest norm.</param>
    /// <returns>The norm before.</returns>
    public double ClipGradients(double maxNorm) => ClipGradients(maxNorm, this);

    /// <summary>Changes the parameters that have a gradient.</summary>
    /// <exception cref="InvalidOperationException">
    /// A parameter was disposed or has other data than when the optimizer was made, or a gradient is sparse; the message names it.
    /// </exception>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _flat.CheckInPlace();
        foreach (var moments in _moments) moments.Collect(_flat);
        Update();
    }

    /// <summary>
    /// Copies the gradients to where <see cref="StepCollected"/> reads them, one after another, and gives their norm from there: a look at the
    /// gradients before a step that costs the step its own way to them.
    /// </summary>
    /// <returns>The 2-norm of the gradients; 0 without any.</returns>
    /// <exception cref="InvalidOperationException">A gradient is sparse.</exception>
    public double Collect()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return Math.Sqrt(_moments.Where(moments => moments.Collect(_flat)).Sum(moments => moments.Gradients.dot(moments.Gradients).ToDouble()));
    }

    /// <summary>As <see cref="Step"/>, with the gradients as the latest <see cref="Collect"/> found them; what they became since does not count.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Step"/>; or there was no <see cref="Collect"/> since the last step.</exception>
    public void StepCollected()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _flat.CheckInPlace();
        if (Array.Exists(_moments, moments => moments.Present is null))
            throw new InvalidOperationException($"{nameof(StepCollected)} needs a {nameof(Collect)} since the last step.");
        Update();
    }

    /// <summary>Drops the gradients (PyTorch's default), or sets those that exist to zero.</summary>
    /// <param name="release">
    /// True: a parameter that gets no gradient before the next step is left alone by it. False: it decays and moves on by its moments.
    /// </param>
    public void ZeroGradients(bool release = true)
    {
        if (!release)
        {
            using var scope = NewDisposeScope();
            foreach (var list in GradientsOfBuffers()) TensorLists.Scale(list, 0);
            return;
        }

        foreach (var parameter in _flat.Parameters) parameter.grad = null;
    }

    /// <summary>
    /// The whole state: moments and count of every parameter that was changed ("state.NAME.exp_avg", "state.NAME.step"; NAME is the
    /// parameter's) and the numbers of the rule ("option.learning_rate"). The tensors are the optimizer's own, not copies.
    /// </summary>
    public (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, double> Scalars) SaveState() => FlatState.Save(this);

    /// <summary>Restores what <see cref="SaveState"/> gave; the tensors are copied.</summary>
    /// <param name="tensors">Tensors by name.</param>
    /// <param name="scalars">Numbers by name.</param>
    /// <exception cref="InvalidOperationException">
    /// Names or shapes differ from this optimizer's; the message has every difference and nothing was changed.
    /// </exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, double> scalars) =>
        FlatState.Load(this, tensors, scalars);

    /// <summary>Runs a closure with gradients on, if there is one, then <see cref="Step"/>.</summary>
    /// <param name="closure">Computes the loss and its gradients.</param>
    /// <returns>The closure's loss, or null.</returns>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var on = enable_grad();
            loss = closure();
        }

        Step();
        return loss!;
    }

    /// <summary>As <see cref="ZeroGradients"/>: drops them.</summary>
    public override void zero_grad() => ZeroGradients();

    /// <inheritdoc />
    public override IEnumerable<Parameter> parameters() => _flat.Parameters;

    /// <summary>Numbers that a checkpoint must keep, by their names in PyTorch, with what sets them.</summary>
    protected internal virtual IReadOnlyDictionary<string, (double Value, Action<double> Set)> Options() =>
        new Dictionary<string, (double, Action<double>)>(StringComparer.Ordinal)
        {
            ["learning_rate"] = (LearningRate, value => LearningRate = value),
            ["initial_learning_rate"] = (InitialLearningRate, value => InitialLearningRate = value),
            ["weight_decay"] = (WeightDecay, value => WeightDecay = value),
        };

    /// <summary>Changes one contiguous range. Everything may be changed in place, the gradient too.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="gradients">Their gradients, in memory of the optimizer's own.</param>
    /// <param name="moments">The tensors that the rule keeps, of the same length.</param>
    /// <param name="step">How often this range was changed, this time included.</param>
    protected abstract void Update(Tensor values, Tensor gradients, Tensor[] moments, long step);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Array.ForEach(_moments, moments => moments.Dispose());
            _flat.Dispose();
        }

        base.Dispose(disposing);
    }

    internal IEnumerable<Moments> AllMoments() => _moments;

    private static double Norm(IEnumerable<Tensor[]> gradients)
    {
        double[] norms = [.. gradients.Select(TensorLists.Norm)];
        return norms.Length == 1 ? norms[0] : Math.Sqrt(norms.Sum(norm => norm * norm));
    }

    private IEnumerable<Tensor[]> GradientsOfBuffers() =>
        _flat.Buffers.Select(buffer => buffer.Parameters.Select(p => p.grad).OfType<Tensor>().ToArray()).Where(list => list.Length > 0);

    private void Update()
    {
        foreach (var moments in _moments) Update(moments);
    }

    private void Update(Moments moments)
    {
        var (buffer, present) = (moments.Buffer, moments.Present!);
        for (var from = 0; from < present.Length;)
        {
            var to = from + 1;
            while (to < present.Length && present[to] == present[to - 1] + 1 && moments.Steps[present[to]] == moments.Steps[present[from]])
                to++;

            UpdateRange(moments, buffer.Starts[present[from]], buffer.Starts[present[to - 1] + 1], moments.Steps[present[from]] + 1);
            from = to;
        }

        Array.ForEach(present, i => moments.Steps[i]++);
        // The rule may have changed them.
        moments.Present = null;
    }

    private void UpdateRange(Moments moments, long begin, long end, long step)
    {
        var piece = moments.Buffer.Values.device_type == DeviceType.CPU ? CpuPiece : long.MaxValue;
        while (begin < end)
        {
            using var scope = NewDisposeScope();
            var length = Math.Min(piece, end - begin);
            Tensor[] own = [.. moments.Tensors.Select(tensor => tensor.narrow(0, begin, length))];
            Update(moments.Buffer.Values.narrow(0, begin, length), moments.Gradients.narrow(0, begin, length), own, step);
            begin += length;
        }
    }
}
