using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adaptive moments (Kingma and Ba 2015); weight decay is added to the gradient.</summary>
public sealed partial class Adam : GroupedOptimizer<Adam.Options>, torch.optim.IBetas
{
    internal Adam(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    {
    }

    /// <summary>Those of the first group; setting sets all groups.</summary>
    public (double, double) Betas
    {
        get => ((ParamGroup)Groups[0]).Betas;
        set => Groups.ForEach(group => ((ParamGroup)group).Betas = value);
    }

    private protected override void Update(Options options, UpdateBatch batch)
    {
        AdamRule.Update(
            new AdamRule.Numbers(
                options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.weight_decay!.Value,
                options.amsgrad!.Value, options.maximize!.Value, Decoupled: false),
            batch);
    }
}
