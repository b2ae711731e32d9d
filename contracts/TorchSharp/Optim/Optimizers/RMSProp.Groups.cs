using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed partial class RMSProp
{
    /// <summary>Numbers of a group; null means as in the optimizer's constructor.</summary>
    public sealed class Options : OptimizerOptions
    {
        /// <summary>Decay of the mean of squares.</summary>
        public double? alpha { get; set; }

        /// <summary>Added to the denominator.</summary>
        public double? eps { get; set; }

        /// <summary>Weight decay.</summary>
        public double? weight_decay { get; set; }

        /// <summary>Share of the last step in the next.</summary>
        public double? momentum { get; set; }

        /// <summary>Whether to divide by the deviation instead.</summary>
        public bool? centered { get; set; }

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize { get; set; }
    }

    /// <summary>Parameters with numbers of their own.</summary>
    public sealed class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
    {
        /// <summary>An empty group.</summary>
        public ParamGroup()
        {
        }

        /// <summary>A group with options; those that are null are the optimizer's.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <summary>A group; numbers not given are the optimizer's.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double? lr = null, double? alpha = null, double? eps = null, double? weight_decay = null,
            double? momentum = null, bool? centered = null, bool? maximize = null)
            : base(parameters, new Options
            {
                LearningRate = lr,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
                maximize = maximize,
            })
        {
        }

        /// <inheritdoc/>
        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }
}
