using PluginHost.PluginKit.Jobs;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every task must be able to do: make batches, losses and predictions for the tiny job's model. The loss of each row is finite and depends
/// neither on the order of the items in a batch nor on the thread that made it.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it: its own name, if the kit has a job of it.</param>
public abstract class TaskConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "task", name, options, task)
{
    private const int Items = 4;

    /// <inheritdoc/>
    protected override bool Looks => true;

    /// <inheritdoc/>
    protected override IEnumerable<string> Look(object component, Work work)
    {
        if (work.Moment != WorkMoment.ExperienceEnds) return [];
        var (task, context) = ((ITask)component, work.Context);
        var seen = context.Experience.Train;
        SampleInfo[] focus = [.. seen.Take(Items)];
        var draws = task.DrawEvaluation(focus, seen);
        var faults = new List<string>();
        if (draws.Count < focus.Length) faults.Add($"{focus.Length} samples to test give {draws.Count} items, fewer than one each");
        if (!draws.SequenceEqual(task.DrawEvaluation(focus, seen), DrawComparer.Instance)) faults.Add("the same samples to test give other items");
        TrainingEntry[] entries = [.. focus.Select(sample => new TrainingEntry(sample, FromMemory: false))];
        draws = [.. Enumerable.Range(0, focus.Length).Select(i => task.DrawTraining(entries, i, context.Random, [i]))];
        using var scope = NewDisposeScope();
        using var batch = task.Collate(draws, context.Samples);
        using var again = System.Threading.Tasks.Task.Run(() => task.Collate(draws, context.Samples)).GetAwaiter().GetResult();
        foreach (var (key, made) in batch.Tensors.Where(pair => !Numbers.Same(pair.Value, again[pair.Key])))
            faults.Add($"'{key}' of the same items differs when another thread collates them");
        using var turned = task.Collate([.. draws.Reverse()], context.Samples);
        var (straight, other) = (Losses(task, context, batch), Losses(task, context, turned));
        if (straight.Length != batch.Rows) return [.. faults, $"{batch.Rows} rows have {straight.Length} losses"];
        if (!straight.All(float.IsFinite)) faults.Add("the loss of a row is not finite");
        for (var row = 0; row < batch.Rows; row++)
        {
            var mirrored = (row / batch.Size * batch.Size) + (batch.Size - 1 - (row % batch.Size));
            if (Math.Abs(straight[row] - other[mirrored]) > 1e-4f * Math.Max(1, Math.Abs(straight[row])))
                faults.Add($"the loss of row {row} is {straight[row]}, and {other[mirrored]} when the batch is turned round");
        }

        return faults;
    }

    private static float[] Losses(ITask task, ILearningContext context, Batch batch) => Numbers.InEvalMode(context.Model, () =>
    {
        batch.MoveTo(context.Device);
        var output = context.Model.Forward(batch, ForwardRequest.Predictions);
        using var prediction = task.Decode(output, batch);
        return task.RowLoss(output, batch).cpu().to(ScalarType.Float32).data<float>().ToArray();
    });

    private sealed class DrawComparer : IEqualityComparer<Draw>
    {
        public static DrawComparer Instance { get; } = new();

        public bool Equals(Draw? x, Draw? y) => x!.Training == y!.Training && x.Seed == y.Seed && x.Sources.SequenceEqual(y.Sources);

        public int GetHashCode(Draw obj) => obj.Sources.Count;
    }
}
