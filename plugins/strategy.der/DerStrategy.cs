using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Der;

/// <summary>
/// DER++ (Buzzega et al., NeurIPS 2020) with boundaries: items made of exemplars are stored with the outputs of the model that had
/// just learned them, and replayed in every later step: the base loss + alpha · distance to stored outputs + beta · base loss on other stored items.
/// </summary>
/// <param name="options">The options.</param>
[Component("der")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "outputs of the model for each exemplar")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence(
    "DerTests.The_terms_are_the_cross_entropies_to_the_stored_scores_and_to_the_label_of_an_exemplar",
    Table = "comparisons/classification/mnist.json")]
[Evidence("DerTests.Stored_outputs_are_those_of_the_model_before_training_and_are_restored_with_the_state")]
public sealed class DerStrategy(DerOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private readonly List<StoredItem> _items = [];

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public long KeptBytes => _items.Sum(item => item.Outputs.Values.Sum(TensorBytes.Of));

    /// <summary>Stores items of exemplars that are new in memory, and drops those whose exemplars are gone.</summary>
    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        var held = Held(context);
        foreach (var gone in _items.Where(item => item.Draw.Sources.Any(source => !held.ContainsKey(source.Sample.Id))).ToArray())
        {
            _items.Remove(gone);
            gone.Dispose();
        }

        var known = _items.Select(item => item.Draw.Sources[0].Sample.Id).ToHashSet(StringComparer.Ordinal);
        TrainingEntry[] entries = [.. held.Values.Select(sample => new TrainingEntry(sample, FromMemory: true))];
        for (var i = 0; i < entries.Length; i++)
        {
            for (var k = 0; k < options.ItemsPerExemplar && !known.Contains(entries[i].Sample.Id); k++)
                _items.Add(Store(context, context.Task.DrawTraining(entries, i, context.Random, [-2, context.Experience.Index, k, i])));
        }
    }

    /// <summary>Leaves exemplars out of the training list, as they are replayed beside it.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) =>
        [.. proposed.Where(entry => !entry.FromMemory)];

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (_items.Count == 0) return;
        var (learning, task) = (loss.Learning, loss.Learning.Task);
        if (options.Alpha > 0)
        {
            var items = Pick(loss, "der.outputs");
            using var batch = Replay(learning, items);
            var student = learning.Model.Forward(batch, ForwardRequest.Predictions);
            loss.Add("stored", options.Alpha, Distances(task, student, items, batch).mean());
        }

        if (options.Beta > 0)
        {
            using var batch = Replay(learning, Pick(loss, "der.targets"));
            loss.Add("replay", options.Beta, task.RowLoss(learning.Model.Forward(batch, ForwardRequest.Predictions), batch).mean());
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        state.Json["items"] = new JsonArray([.. _items.Select(item => (JsonNode)item.Describe())]);
        for (var i = 0; i < _items.Count; i++)
            foreach (var (key, output) in _items[i].Outputs) state.Tensors[Prefix(i) + key] = output;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Dispose();
        var held = Held(context);
        var draws = state.Json["items"]?.AsArray() ?? throw new InvalidDataException("The state does not list stored items.");
        for (var i = 0; i < draws.Count; i++)
        {
            var outputs = state.Tensors.Where(pair => pair.Key.StartsWith(Prefix(i), StringComparison.Ordinal)).ToDictionary(
                pair => pair.Key[Prefix(i).Length..], pair => pair.Value.clone().DetachFromDisposeScope(), StringComparer.Ordinal);
            _items.Add(new(StoredItem.Find(draws[i]!.AsObject(), held), outputs));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in _items) item.Dispose();
        _items.Clear();
    }

    private static string Prefix(int i) => string.Create(CultureInfo.InvariantCulture, $"{i}/");

    private static Dictionary<string, SampleInfo> Held(ILearningContext context) => context.Memory?.Exemplars
        .Select(exemplar => exemplar.Sample).DistinctBy(sample => sample.Id, StringComparer.Ordinal)
        .ToDictionary(sample => sample.Id, StringComparer.Ordinal) ?? [];

    private static Batch Replay(ILearningContext context, IReadOnlyList<StoredItem> items)
    {
        var batch = context.Task.Collate([.. items.Select(item => item.Draw)], context.Samples);
        batch.MoveTo(context.Device);
        return batch;
    }

    private static StoredItem Store(ILearningContext context, Draw draw)
    {
        using var noGrad = no_grad();
        using var batch = Replay(context, [new(draw, new Dictionary<string, Tensor>(StringComparer.Ordinal))]);
        var module = context.Model.Module;
        var wasTraining = module.training;
        module.eval();
        var output = context.Model.Forward(batch, ForwardRequest.Predictions);
        module.train(wasTraining);
        return new(draw, output.Tensors.ToDictionary(
            pair => pair.Key, pair => pair.Value.detach().to(CPU, copy: true).DetachFromDisposeScope(), StringComparer.Ordinal));
    }

    // Items that were stored before the model grew have scores of fewer classes. Those of one shape are compared together, over the classes
    // known by then; an item's rows lie as many places apart as there are items.
    internal static Tensor Distances(ITask task, ModelOutput student, IReadOnlyList<StoredItem> items, Batch batch)
    {
        var groups = items.Select((item, place) => (Item: item, Place: place)).GroupBy(pair => pair.Item.Shapes).ToArray();
        return cat([.. groups.Select(group =>
        {
            var stored = group.First().Item.Outputs.ToDictionary(
                pair => pair.Key,
                pair => stack([.. group.Select(each => each.Item.Outputs[pair.Key])], 1).flatten(0, 1).to(student[pair.Key].device),
                StringComparer.Ordinal);
            var rows = (int)group.First().Item.Outputs.First().Value.shape[0];
            int[] places = [.. Enumerable.Range(0, rows).SelectMany(row => group.Select(pair => (row * items.Count) + pair.Place))];
            return task.RowDistillation(student, new(groups.Length == 1 ? null : places, stored), batch);
        })]);
    }

    private StoredItem[] Pick(LossContext loss, string purpose)
    {
        var random = loss.Learning.Random.Stream(purpose, loss.Learning.Experience.Index, loss.Step.Step);
        return [.. Enumerable.Range(0, options.BatchSize).Select(_ => _items[random.Next(_items.Count)])];
    }
}

/// <summary>Options of DER++.</summary>
public sealed class DerOptions
{
    /// <summary>Weight alpha of the distance to stored outputs.</summary>
    [Range(0.0, 1000.0)]
    public double Alpha { get; set; } = 0.5;

    /// <summary>Weight beta of the base loss on replayed items; 0 for DER without the pluses.</summary>
    [Range(0.0, 1000.0)]
    public double Beta { get; set; } = 0.5;

    /// <summary>Items stored for each exemplar, each with a crop and partner of its own.</summary>
    [Range(1, 1000)]
    public int ItemsPerExemplar { get; set; } = 4;

    /// <summary>Items replayed in a step, once for each of the two terms.</summary>
    [Range(1, 1024)]
    public int BatchSize { get; set; } = 8;
}
