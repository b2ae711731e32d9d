namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// A copy of the model whose weights are exponential averages of the student's: a = d a + (1 - d) w with d = min(1 - 1 / (t + 1), decay)
/// after step t, with a probability at each step (Arani et al., ICLR 2022, section 3.2). The engine owns, counts and saves the copy.
/// </summary>
/// <param name="name">The copy's name.</param>
/// <param name="decay">The largest decay.</param>
/// <param name="rate">The probability of an update.</param>
internal sealed class MovingAverage(string name, double decay, double rate)
{
    /// <summary>Begins with the model as it is.</summary>
    public void Begin(ILearningContext context) => context.Freeze(name);

    /// <summary>The copy.</summary>
    public IModel Of(ILearningContext context) => context.Frozen(name) ?? throw new InvalidOperationException("The stream has not begun.");

    /// <summary>Updates the copy, or leaves it by chance.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="steps">Steps taken before this one in all.</param>
    public void Update(ILearningContext context, long steps)
    {
        if (context.Random.Stream($"average.{name}", steps).NextDouble() >= rate) return;
        var kept = Math.Min(1 - (1.0 / (steps + 1)), decay);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var own = context.Model.Module.state_dict();
        foreach (var (key, value) in Of(context).Module.state_dict())
        {
            if (is_floating_point(value.dtype)) value.mul_(kept).add_(own[key] * (1 - kept));
            else value.copy_(own[key]);
        }
    }
}
