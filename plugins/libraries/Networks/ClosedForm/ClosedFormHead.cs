namespace PluginHost.Networks;

/// <summary>
/// A classifier that keeps sums instead of samples and is solved, not trained. What it knows after some samples does not depend on how they
/// were split into calls, nor on their order, but for rounding. All arithmetic is float64.
/// </summary>
/// <remarks>Classes are numbered from 0; a label beyond the classes so far adds the classes up to it. Not safe for several
/// threads.</remarks>
public abstract class ClosedFormHead : IDisposable
{
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);
    private readonly Device _device;

    private protected ClosedFormHead(int width, Device? device)
    {
        NetworkFault.CheckPositive(width, "width", "head");
        (Width, _device) = (width, device ?? CPU);
    }

    /// <summary>Features D of a row.</summary>
    public int Width { get; }

    /// <summary>The number of classes so far.</summary>
    public int Classes => (int)this["counts"].size(0);

    /// <summary>
    /// What it has learned, tensors by name, to be saved. The tensors are the head's own: not to be changed or disposed, and to be copied
    /// by who wants to keep them.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <summary>
    /// The size of <see cref="State"/> and of the classifier that is solved from it when scores are asked for, whether or not it is solved yet.
    /// </summary>
    public long Bytes => _state.Values.Sum(tensor => tensor.numel() * tensor.element_size()) + (sizeof(double) * SolvedNumbers);

    /// <summary>How many numbers the solved classifier has besides the state.</summary>
    private protected virtual long SolvedNumbers => 0;

    /// <summary>A tensor of the state; what is set outlives every dispose scope.</summary>
    private protected Tensor this[string name]
    {
        get => _state[name];
        set
        {
            if (_state.TryGetValue(name, out var old) && ReferenceEquals(old, value)) return;
            old?.Dispose();
            _state[name] = value.DetachFromDisposeScope();
        }
    }

    /// <summary>Learns samples, once.</summary>
    /// <param name="features">(N, D) of any floating type.</param>
    /// <param name="labels">Classes, (N) whole numbers.</param>
    /// <exception cref="JobException">The shapes do not fit, a label is negative, or a feature is not a finite number.</exception>
    public void Add(Tensor features, Tensor labels) => Take(features, labels, Learn);

    /// <summary>Checks samples, gives new classes their place, at least so many in all, learns and counts.</summary>
    private protected void Take(Tensor features, Tensor labels, Action<Tensor, Tensor> learn, int classes = 0)
    {
        NetworkFault.CheckRows(features, Width, "head");
        NetworkFault.CheckLabels(labels, features.size(0), "head");
        if (features.size(0) == 0) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (x, y) = (Rows(features), labels.to(ScalarType.Int64).to(_device));
        if (y.min().ToInt64() < 0) throw NetworkFault.Of(NetworkFault.Use, "head", "A label is negative.", "Number classes from 0.");
        if (!x.isfinite().all().ToBoolean())
            throw NetworkFault.Of(NetworkFault.Use, "head", "A feature is infinite or not a number.",
                "Look at the backbone's output before the head.");
        Grow(Math.Max(classes, (int)y.max().ToInt64() + 1));
        learn(x, y);
        this["counts"] = this["counts"] + Members(y).sum([0]);
        Changed();
    }

    /// <summary>The scores of every class; the largest wins.</summary>
    /// <param name="features">(N, D).</param>
    /// <returns>(N, classes) in float64; minus infinity for a class without a sample.</returns>
    /// <exception cref="JobException">The shapes do not fit, or nothing was learned yet.</exception>
    public Tensor Scores(Tensor features)
    {
        NetworkFault.CheckRows(features, Width, "head");
        if (Classes == 0) throw NetworkFault.Of(NetworkFault.Use, "head", "The head has learned nothing yet.", "Add samples first.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var scores = Score(Rows(features));
        return scores.masked_fill(this["counts"] == 0, double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>The classes of the largest scores.</summary>
    /// <param name="features">(N, D).</param>
    /// <returns>(N) whole numbers.</returns>
    public Tensor Predict(Tensor features)
    {
        using var scores = Scores(features);
        return scores.argmax(1);
    }

    /// <summary>Takes over what another head of the same make has learned.</summary>
    /// <param name="state">Its <see cref="State"/>; copied.</param>
    /// <exception cref="JobException">The state is another kind of head's or another width's.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        var classes = state.TryGetValue("counts", out var counts) && counts.dim() == 1 ? (int)counts.size(0) : -1;
        var shapes = Shapes(Math.Max(0, classes));
        var wrong = shapes.Where(pair => !state.TryGetValue(pair.Key, out var saved) || !saved.shape.AsSpan().SequenceEqual(pair.Value))
            .Select(pair => $"'{pair.Key}' {NetworkFault.Sizes(pair.Value)}").ToArray();
        if (wrong.Length > 0 || state.Count != shapes.Count)
        {
            throw NetworkFault.Of(NetworkFault.State, "head",
                $"The saved state has {string.Join(", ", state.Keys.Select(key => $"'{key}'"))}.",
                $"A state of this head has {string.Join(", ", shapes.Select(pair => $"'{pair.Key}' {NetworkFault.Sizes(pair.Value)}"))}.");
        }

        foreach (var name in shapes.Keys) this[name] = state[name].detach().to(ScalarType.Float64).to(_device).clone();
        Changed();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Changed();
        foreach (var tensor in _state.Values) tensor.Dispose();
        _state.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Names and shapes of the state for a number of classes; <c>counts</c>, the samples per class, is always among them.
    /// </summary>
    private protected abstract IReadOnlyDictionary<string, long[]> Shapes(int classes);

    /// <summary>Learns rows (N, D) in float64 of classes (N) that all have their place; the counts are still those before.</summary>
    private protected abstract void Learn(Tensor x, Tensor y);

    /// <summary>Scores of rows (N, D) in float64, (N, classes); at least one class has its place.</summary>
    private protected abstract Tensor Score(Tensor x);

    /// <summary>The state is another one: forget what was solved from it.</summary>
    private protected virtual void Changed()
    {
    }

    /// <summary>Begins with no class and zeros.</summary>
    private protected void Begin()
    {
        foreach (var (name, shape) in Shapes(0)) this[name] = zeros(shape, dtype: ScalarType.Float64, device: _device);
    }

    /// <summary>One-hot rows, (N, classes) in float64.</summary>
    private protected Tensor Members(Tensor y) => nn.functional.one_hot(y, Classes).to(ScalarType.Float64);

    private Tensor Rows(Tensor features) => features.detach().to(ScalarType.Float64).to(_device);

    /// <summary>Appends zeros for new classes, old values stay.</summary>
    private void Grow(int classes)
    {
        if (classes <= Classes) return;
        foreach (var (name, shape) in Shapes(classes))
        {
            var old = this[name];
            var axis = Enumerable.Range(0, shape.Length).FirstOrDefault(i => shape[i] != old.size(i), -1);
            if (axis < 0) continue;
            var missing = (long[])shape.Clone();
            missing[axis] -= old.size(axis);
            this[name] = cat([old, zeros(missing, dtype: ScalarType.Float64, device: _device)], axis);
        }
    }
}
