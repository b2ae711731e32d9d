using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed partial class RAdam
{
    /// <summary>Numbers of a group; null means as in the optimizer's constructor.</summary>
    public sealed class Options : OptimizerOptions
    {
        /// <summary>Decay of the first moment.</summary>
        public double? beta1 { get; set; }

        /// <summary>Decay of the second moment.</summary>
        public double? beta2 { get; set; }

        /// <summary>Added to the denominator.</summary>
        public double? eps { get; set; }

        /// <summary>Weight decay.</summary>
        public double? weight_decay { get; set; }
    }

    /// <summary>Parameters with numbers of their own.</summary>
    public sealed class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
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
            IEnumerable<Parameter> parameters, double? lr = null, double? beta1 = null, double? beta2 = null, double? eps = null,
            double? weight_decay = null)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
            })
        {
        }

        /// <inheritdoc/>
        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
