using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed partial class SGD
{
    /// <summary>Numbers of a group; null means as in the optimizer's constructor.</summary>
    public sealed class Options : OptimizerOptions
    {
        /// <summary>Share of the last step in the next.</summary>
        public double? momentum { get; set; }

        /// <summary>Share of the gradient left out of the momentum.</summary>
        public double? dampening { get; set; }

        /// <summary>Weight decay.</summary>
        public double? weight_decay { get; set; }

        /// <summary>Whether to look ahead along the momentum.</summary>
        public bool? nesterov { get; set; }

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
            IEnumerable<Parameter> parameters, double? learningRate = null, double? momentum = null, double? dampening = null,
            double? weight_decay = null, bool? nesterov = null, bool? maximize = null)
            : base(parameters, new Options
            {
                LearningRate = learningRate,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
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
