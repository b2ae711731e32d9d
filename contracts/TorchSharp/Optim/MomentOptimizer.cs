using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimizer of the Adam family: its groups have the decay rates of two moments.</summary>
/// <typeparam name="TOptions">Type of the options.</typeparam>
public abstract class MomentOptimizer<TOptions> : GroupedOptimizer<TOptions>, optim.IBetas
    where TOptions : MomentOptions, new()
{
    private protected MomentOptimizer(IEnumerable<ParamGroup<TOptions>> groups, TOptions defaults, params string[] slots)
        : base(groups, defaults, slots)
    {
    }

    /// <summary>Those of the first group; setting sets all groups.</summary>
    public (double, double) Betas
    {
        get => ((optim.IBetas)Groups[0]).Betas;
        set => Groups.ForEach(group => ((optim.IBetas)group).Betas = value);
    }
}
