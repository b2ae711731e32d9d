using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// The models of a run: the one in training, the frozen copies that strategies keep, and parameters of strategies' own. Saves them with their
/// structure, and builds them again for a resumed run.
/// </summary>
/// <param name="context">The learning context.</param>
/// <param name="model">The job's own model; the host disposes it.</param>
public sealed class ModelShelf(LearningContext context, IModel model) : IDisposable
{
    /// <summary>What the names of parameters begin with that strategies added.</summary>
    public const string AddedPrefix = "added/";

    private readonly IModel _own = model;
    private readonly Dictionary<string, Kept> _frozen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParameterGroup> _added = new(StringComparer.Ordinal);
    private IModel? _blank;
    private bool _loadsAgain;

    /// <summary>The model in training.</summary>
    public IModel Current { get; private set; } = model;

    /// <summary>The strategy that made the model in training; <see langword="null"/> for the job's own.</summary>
    public int? Builder { get; private set; }

    /// <summary>Parameter groups that strategies added, in the order of their names.</summary>
    public IReadOnlyList<ParameterGroup> Added => [.. _added.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <summary>The bytes of frozen copies and added parameters.</summary>
    public long KeptBytes =>
        _frozen.Values.Sum(kept => kept.Model.Bytes) + _added.Values.Sum(group => group.Parameters.Sum(TensorBytes.Of));

    /// <summary>
    /// Keeps a copy of the model before anything is learned: saved copies with fewer classes are grown from it. Called when strategies have begun,
    /// so that what they added to the structure (<see cref="ITunable.Tune"/>) is there.
    /// </summary>
    /// <param name="loadsAgain">Whether the run may go back to a saved state more than once.</param>
    public void KeepBlank(bool loadsAgain) => (_blank, _loadsAgain) = (_own.Clone(), loadsAgain);

    /// <summary>Freezes a copy of the model in training.</summary>
    /// <param name="owner">The strategy that keeps it.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The copy.</returns>
    public IModel Freeze(int owner, string name)
    {
        Release(owner, name);
        return Keep(Key(owner, name), Current.Clone(), Builder);
    }

    /// <summary>Gets a frozen copy.</summary>
    /// <param name="owner">The strategy that keeps it.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The copy, or <see langword="null"/>.</returns>
    public IModel? Frozen(int owner, string name) => _frozen.TryGetValue(Key(owner, name), out var kept) ? kept.Model : null;

    /// <summary>Gives up a frozen copy.</summary>
    /// <param name="owner">The strategy that keeps it.</param>
    /// <param name="name">Its name.</param>
    public void Release(int owner, string name)
    {
        if (_frozen.Remove(Key(owner, name), out var kept)) kept.Model.Dispose();
    }

    /// <summary>Puts another model in the place of the one in training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="builder">The strategy that made it.</param>
    public void Replace(IModel model, int? builder) => (Current, Builder) = (model, builder);

    /// <summary>Adds parameters of a strategy's own.</summary>
    /// <param name="group">The group.</param>
    public void Add(ParameterGroup group) => _added[group.Name] = group;

    /// <summary>Saves all of it.</summary>
    /// <param name="tensors">Where the tensors go.</param>
    /// <returns>What is no tensor.</returns>
    public JsonObject Save(Dictionary<string, Tensor> tensors)
    {
        TensorNames.Add(tensors, "model/", Current.Module.state_dict());
        var frozen = new JsonObject();
        foreach (var (key, kept) in _frozen)
        {
            frozen[key] = Describe(kept.Model, kept.Builder);
            TensorNames.Add(tensors, $"frozen/{key}/", kept.Model.Module.state_dict());
        }

        SaveAdded(tensors);
        return new() { ["current"] = Describe(Current, Builder), ["frozen"] = frozen };
    }

    /// <summary>Builds the model in training and the frozen copies as they were saved, and loads their values.</summary>
    /// <param name="json">What <see cref="Save"/> gave.</param>
    /// <param name="tensors">The tensors of the state.</param>
    /// <exception cref="InvalidDataException">The values do not fit the models.</exception>
    public void Load(JsonObject json, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var frozen = json["frozen"]!.AsObject();
        foreach (var key in _frozen.Keys.Where(key => !frozen.ContainsKey(key)).ToArray())
        {
            _frozen.Remove(key, out var since);
            since!.Model.Dispose();
        }

        foreach (var (key, described) in frozen)
        {
            // A copy that its strategy has kept again before the stream has its structure of then, before the model was tuned.
            // A strategy that rebuilds may take the context's model as a part.
            var blank = _blank ?? throw new InvalidDataException("a kept model can be restored only in a run that resumes");
            Current = _frozen.Remove(key, out var again) && again.Builder is null ? again.Model : blank.Clone();
            if (again is not null && !ReferenceEquals(Current, again.Model)) again.Model.Dispose();
            var (copy, builder) = Restore(described!.AsObject());
            Fill(copy, TensorNames.Under($"frozen/{key}/", tensors));
            Keep(key, copy, builder);
        }

        Current = _own;
        (Current, Builder) = Restore(json["current"]!.AsObject());
        Fill(Current, TensorNames.Under("model/", tensors));
        if (_loadsAgain) return;
        _blank?.Dispose();
        _blank = null;
    }

    /// <summary>Saves the parameters that strategies added.</summary>
    /// <param name="tensors">Where they go, under <see cref="AddedPrefix"/>.</param>
    public void SaveAdded(Dictionary<string, Tensor> tensors)
    {
        foreach (var (name, group) in _added)
        {
            for (var i = 0; i < group.Parameters.Count; i++) tensors[AddedKey(name, i)] = group.Parameters[i];
        }
    }

    /// <summary>Loads the values of the parameters that strategies added; their strategies have added them again.</summary>
    /// <param name="tensors">The tensors of the state.</param>
    public void LoadAdded(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var noGrad = no_grad();
        foreach (var (name, group) in _added)
        {
            for (var i = 0; i < group.Parameters.Count; i++)
            {
                if (tensors.TryGetValue(AddedKey(name, i), out var value)) group.Parameters[i].copy_(value);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kept in _frozen.Values) kept.Model.Dispose();
        _frozen.Clear();
        _blank?.Dispose();
        if (!ReferenceEquals(Current, _own)) Current.Dispose();
    }

    private static string AddedKey(string group, int i) => string.Create(CultureInfo.InvariantCulture, $"{AddedPrefix}{group}/{i}");

    private static string Key(int owner, string name) => string.Create(CultureInfo.InvariantCulture, $"{owner}.{name}");

    private IModel Keep(string key, IModel copy, int? builder)
    {
        WeightLayout.Apply(ModuleTensors.Keep(copy.Module), context.Options.MemoryFormat);
        copy.Module.eval();
        foreach (var parameter in copy.Module.parameters()) parameter.requires_grad = false;
        _frozen[key] = new(copy, builder);
        return copy;
    }

    private JsonObject Describe(IModel described, int? builder) => new()
    {
        ["classes"] = described.Classes,
        ["builder"] = builder,
        ["structure"] = builder is { } index ? ((IModelBuilder)context.Strategies[index]).Describe(described) : null,
    };

    private (IModel Model, int? Builder) Restore(JsonObject described)
    {
        var builder = (int?)described["builder"];
        var restored = builder is { } index
            ? ((IModelBuilder)context.Strategies[index]).Rebuild(context, described["structure"]!.AsObject())
            : Current;
        var classes = (int)described["classes"]!;
        if (classes > restored.Classes) restored.Grow(classes, seed: 0);
        return (restored, builder);
    }

    private void Fill(IModel target, Dictionary<string, Tensor> values)
    {
        WeightLayout.Apply(ModuleTensors.MoveTo(ModuleTensors.Keep(target.Module), context.Device), context.Options.MemoryFormat);
        var differences = ModuleTensors.Differences(values, target.Module);
        if (differences.Count > 0) throw new InvalidDataException($"the saved model differs: {string.Join("; ", differences.Take(5))}");
        target.Module.load_state_dict(values);
    }

    private sealed record Kept(IModel Model, int? Builder);
}
