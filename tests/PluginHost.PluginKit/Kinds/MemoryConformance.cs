using System.Text.Json.Nodes;
using PluginHost.PluginKit.Jobs;
using PluginHost.PluginKit.Trials;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every memory must be able to do: be filled from what was learned and from nothing else, be replayed, count its bytes, draw without
/// repetition, and keep its numbers when a run is stopped after any step.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class MemoryConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "memory", name, options, task)
{
    private readonly HashSet<string> _learned = new(StringComparer.Ordinal);
    private bool _replayed;

    /// <inheritdoc/>
    protected override bool StopsEverywhere => true;

    /// <inheritdoc/>
    protected override bool Looks => true;

    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["strategy"] = "replay";
        var engine = job["engine"]!["options"]!;
        engine["exemplarRepeat"] = 8;
        engine["steps"]!["later"] = 4;
        return job;
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var memory = (IMemory)component;
        if (memory.Exemplars.Count > 0) yield return $"it holds {memory.Exemplars.Count} exemplars before any was inserted";
        if (memory.Bytes != 0) yield return $"it reports {memory.Bytes} bytes before anything was inserted";
        var state = new StateBag();
        memory.SaveState(state);
        foreach (var tensor in state.Tensors.Values) tensor.Dispose();
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Look(object component, Work work)
    {
        var memory = (IMemory)component;
        var context = work.Context;
        switch (work.Moment)
        {
            case WorkMoment.ExperienceBegins:
                var faults = context.Experience.Index > 0 ? Filled(memory, context, work.Components) : [];
                _learned.UnionWith(context.Experience.Train.Select(sample => sample.Id));
                return faults;
            case WorkMoment.BatchReady:
                _replayed |= work.Batch!.RowSources.Any(source => source.FromMemory);
                return [];
            case WorkMoment.StreamEnds:
                return [.. Counted(memory, context, work.Components), .. _replayed ? (string[])[] : ["no batch of the second experience has a row from memory"]];
            default:
                return [];
        }
    }

    private string[] Filled(IMemory memory, ILearningContext context, IReadOnlyList<object> components)
    {
        if (memory.Exemplars.Count == 0) return ["it is empty after the first experience ended"];
        return
        [
            .. memory.Exemplars.Where(exemplar => !_learned.Contains(exemplar.Sample.Id))
                .Select(exemplar => $"it holds '{exemplar.Sample.Id}', which was not learned from"),
            .. memory.Exemplars.GroupBy(exemplar => exemplar.Sample.Id).Where(group => group.Count() > 1)
                .Select(group => $"it holds '{group.Key}' {group.Count()} times"),
            .. Counted(memory, context, components),
            .. Drawn(memory, context),
        ];
    }

    private static IEnumerable<string> Counted(IMemory memory, ILearningContext context, IReadOnlyList<object> components)
    {
        var held = memory.Exemplars.Sum(exemplar =>
            context.Samples.Get(exemplar.Sample).Bytes + exemplar.Tensors.Values.Sum(TensorBytes.Of));
        var counted = memory.Exemplars.Sum(exemplar => exemplar.Tensors.Values.Sum(TensorBytes.Of));
        var found = HeldTensors.Bytes(memory, context, components);
        if (found > counted) yield return $"its exemplars' tensors take {counted} bytes, and it holds tensors of {found}";
        if (memory.Bytes != held) yield return $"it reports {memory.Bytes} bytes, and its {memory.Exemplars.Count} exemplars take {held}";
    }

    private static IEnumerable<string> Drawn(IMemory memory, ILearningContext context)
    {
        var count = memory.Exemplars.Count;
        var drawn = memory.Sample(count + 1, context.Random.Stream("kit", 1));
        if (drawn.Count != count) yield return $"it holds {count} exemplars and gives {drawn.Count} when asked for more";
        if (drawn.Select(exemplar => exemplar.Sample.Id).Distinct(StringComparer.Ordinal).Count() != drawn.Count)
            yield return "it gives an exemplar twice in one draw";
        var again = memory.Sample(count + 1, context.Random.Stream("kit", 1));
        if (!drawn.Select(exemplar => exemplar.Sample).SequenceEqual(again.Select(exemplar => exemplar.Sample)))
            yield return "the same randomness draws other exemplars";
    }
}
