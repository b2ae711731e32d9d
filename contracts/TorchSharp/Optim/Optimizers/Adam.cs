using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adaptive moments (Kingma and Ba 2015); weight decay is added to the gradient.</summary>
public sealed partial class Adam : MomentOptimizer<Adam.Options>
{
    internal Adam(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    {
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
