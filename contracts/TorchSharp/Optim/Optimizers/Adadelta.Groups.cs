using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed partial class Adadelta
{
    /// <summary>Numbers of a group; null means as in the optimizer's constructor.</summary>
    public sealed class Options : OptimizerOptions
    {
        /// <summary>Decay of the means of squares.</summary>
        public double? rho { get; set; }

        /// <summary>Added under the roots.</summary>
        public double? eps { get; set; }

        /// <summary>Weight decay.</summary>
        public double? weight_decay { get; set; }

        /// <summary>Whether to climb instead of descend.</summary>
        public bool? maximize { get; set; }
    }

    /// <summary>Parameters with numbers of their own.</summary>
    public sealed class ParamGroup : ParamGroup<Options>
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
            IEnumerable<Parameter> parameters, double? lr = null, double? rho = null, double? eps = null, double? weight_decay = null,
            bool? maximize = null)
            : base(parameters, new Options
            {
                LearningRate = lr,
                rho = rho,
                eps = eps,
                weight_decay = weight_decay,
                maximize = maximize,
            })
        {
        }
    }
}
