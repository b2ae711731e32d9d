using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019).</summary>
public sealed partial class AdamW : GroupedOptimizer<AdamW.Options>, torch.optim.IBetas
{
    internal AdamW(IEnumerable<ParamGroup> groups, Options defaults)
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
                options.amsgrad!.Value, options.maximize!.Value, Decoupled: true),
            batch);
    }
}
