using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019).</summary>
public sealed partial class AdamW : MomentOptimizer<AdamW.Options>
{
    internal AdamW(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    {
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
