using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// GEM (Lopez-Paz and Ranzato, NeurIPS 2017): a step raises the loss of no earlier experience's exemplars to first order. Where
/// the gradient points against one of their gradients, it is moved to the nearest that points against none.
/// </summary>
/// <remarks>
/// With the gradients of earlier experiences as rows of G, it solves min_v 1/2 v^T G G^T v + (G g)^T v for v of at least the margin, and
/// steps by g + G^T v. Exemplars do not join the training list.
/// </remarks>
/// <param name="options">The options.</param>
[Component("gem")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "task- and class-incremental")]
[Evidence("GemTests.The_moved_gradient_is_the_nearest_that_points_against_none", Table = "comparisons/classification/mnist.json")]
[Evidence("GemTests.The_weights_are_the_best_of_all_choices_of_what_stands_at_the_margin")]
public sealed class GemStrategy(GemOptions options) : IStrategy, IStateful, IDisposable
{
    private readonly SortedDictionary<string, int> _origins = new(StringComparer.Ordinal);
    private Tensor? _references;

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (context.Boundaries) return;
        throw Refusal.Of(
            "GEM keeps a gradient for each earlier experience, and this stream tells no boundaries",
            "Set the benchmark's boundaries to true, or choose a-gem.");
    }

    /// <summary>Notes which experience exemplars come from that are new in memory.</summary>
    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        var held = context.Memory!.Exemplars.Select(exemplar => exemplar.Sample.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _origins.Keys.Where(id => !held.Contains(id)).ToArray()) _origins.Remove(gone);
        foreach (var id in held) _origins.TryAdd(id, context.Experience.Index - 1);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) =>
        [.. proposed.Where(entry => !entry.FromMemory)];

    /// <summary>Takes the gradients of earlier experiences at the weights that the step begins with.</summary>
    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        Release();
        var parameters = GradientVector.Trained(context);
        var groups = context.Memory!.Exemplars.Where(exemplar => _origins.ContainsKey(exemplar.Sample.Id))
            .GroupBy(exemplar => _origins[exemplar.Sample.Id]).OrderBy(group => group.Key);
        var rows = new List<Tensor>();
        foreach (var group in groups)
        {
            TrainingEntry[] entries = [.. group.Select(exemplar => new TrainingEntry(exemplar.Sample, FromMemory: true))];
            using var old = context.MakeBatch(entries, $"gem.{step.Phase.Name}", [context.Experience.Index, group.Key, step.Step]);
            rows.Add(GradientVector.Of(context, old, parameters));
        }

        if (rows.Count > 0) _references = stack([.. rows]).DetachFromDisposeScope();
        return batch;
    }

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        if (_references is null) return;
        var parameters = GradientVector.Trained(context);
        var projected = Project(GradientVector.Read(parameters), _references, options.Margin);
        if (projected is not null) GradientVector.Write(parameters, projected);
        Release();
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        foreach (var (id, experience) in _origins) state.Json[id] = experience;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        _origins.Clear();
        foreach (var (id, experience) in state.Json) _origins[id] = (int)experience!;
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <summary>Moves a gradient to where it points against none of several references.</summary>
    /// <param name="gradient">The gradient, (n).</param>
    /// <param name="references">The references, (experiences, n).</param>
    /// <param name="margin">The least weight of each reference.</param>
    /// <returns>The moved gradient; <see langword="null"/> if it is to stay, as it points against none.</returns>
    internal static Tensor? Project(Tensor gradient, Tensor references, double margin)
    {
        using var scope = NewDisposeScope();
        var products = references.mv(gradient).to(ScalarType.Float64).cpu();
        if (products.min().ToDouble() >= 0) return null;
        var wide = references.to(ScalarType.Float64);
        var weights = Weights(wide.matmul(wide.t()).cpu().data<double>().ToArray(), products.data<double>().ToArray(), margin);
        var moves = tensor(weights, dtype: references.dtype, device: references.device).matmul(references);
        return (gradient + moves).MoveToOuterDisposeScope();
    }

    /// <summary>Minimises 1/2 v^T Q v + q^T v for v of at least a margin, by coordinate descent.</summary>
    /// <param name="matrix">Q, row by row, symmetric and positive semidefinite.</param>
    /// <param name="linear">q.</param>
    /// <param name="margin">The least value of each v.</param>
    /// <returns>v.</returns>
    internal static double[] Weights(double[] matrix, double[] linear, double margin)
    {
        var size = linear.Length;
        var v = new double[size];
        Array.Fill(v, margin);
        for (var round = 0; round < 100_000; round++)
        {
            var moved = 0.0;
            for (var i = 0; i < size; i++)
            {
                var curvature = matrix[(i * size) + i];
                if (curvature <= 0) continue;
                var slope = linear[i];
                for (var j = 0; j < size; j++) slope += matrix[(i * size) + j] * v[j];
                var next = Math.Max(margin, v[i] - (slope / curvature));
                moved = Math.Max(moved, Math.Abs(next - v[i]) / (1 + Math.Abs(next)));
                v[i] = next;
            }

            if (moved < 1e-14) break;
        }

        return v;
    }

    private void Release()
    {
        _references?.Dispose();
        _references = null;
    }
}

/// <summary>Options of GEM.</summary>
public sealed class GemOptions
{
    /// <summary>
    /// The least weight of each earlier gradient where one is violated (the paper's memory strength): above 0 it helps earlier ones.
    /// </summary>
    [Range(0.0, 100.0)]
    public double Margin { get; set; } = 0.5;
}
