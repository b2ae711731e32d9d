using System.Globalization;

namespace PluginHost.Plugins.Ewc;

/// <summary>
/// Elastic Weight Consolidation (Kirkpatrick et al., 2017; design section 5), with importance per experience or, online, in one
/// sum: the base loss + lambda/2 · sum_i F_i (theta_i - theta*_i)².
/// </summary>
/// <param name="options">The options.</param>
public sealed class EwcStrategy(EwcOptions options) : IStrategy, IIncrementHooks, ILossTerms, IStateful, IKeepsTensors, IDisposable
{
    private readonly List<Importance> _held = [];

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _held.Sum(importance => importance.Bytes);

    /// <inheritdoc/>
    public void AddTerms(LossContext loss)
    {
        if (_held.Count == 0) return;
        var penalties = _held.Select(importance => importance.Penalty(loss.Learning.Model.Module));
        loss.Add("ewc", options.Weight, penalties.Aggregate((sum, penalty) => sum + penalty));
    }

    /// <inheritdoc/>
    public void EndExperience(ILearningContext context)
    {
        if (options.Weight == 0 || context.Experience == context.Stream.Experiences.Count - 1) return;
        var importance = Importance.Estimate(context, Chosen(context.NewSamples), options.Passes);
        if (options.Mode == EwcMode.Online && _held.Count > 0)
        {
            importance.Accumulate(_held[0], options.Decay);
            Clear();
        }

        _held.Add(importance);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        state.Json["held"] = _held.Count;
        for (var i = 0; i < _held.Count; i++) _held[i].Save(state.Tensors, Prefix(i));
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Clear();
        var count = (int?)state.Json["held"] ?? throw new InvalidDataException("The state does not say how many importances it holds.");
        for (var i = 0; i < count; i++) _held.Add(Importance.Load(state.Tensors, Prefix(i), context.Device));
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private static string Prefix(int i) => string.Create(CultureInfo.InvariantCulture, $"{i}/");

    private IReadOnlyList<SampleInfo> Chosen(IReadOnlyList<SampleInfo> all) => options.Samples == 0 || options.Samples >= all.Count
        ? all
        : [.. Enumerable.Range(0, options.Samples).Select(i => all[(int)((long)i * all.Count / options.Samples)])];

    private void Clear()
    {
        foreach (var importance in _held) importance.Dispose();
        _held.Clear();
    }
}
