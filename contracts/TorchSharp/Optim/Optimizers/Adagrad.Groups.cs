using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed partial class Adagrad
{
    /// <summary>Numbers of a group; null means as in the optimizer's constructor.</summary>
    public sealed class Options : OptimizerOptions
    {
        /// <summary>Decay of the learning rate per step.</summary>
        public double? lr_decay { get; set; }

        /// <summary>Weight decay.</summary>
        public double? weight_decay { get; set; }

        /// <summary>What the sums of squares start from.</summary>
        public double? initial_accumulator_value { get; set; }

        /// <summary>Added to the denominator.</summary>
        public double? eps { get; set; }
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
            IEnumerable<Parameter> parameters, double? lr = null, double? lr_decay = null, double? weight_decay = null,
            double? initial_accumulator_value = null, double? eps = null)
            : base(parameters, new Options
            {
                LearningRate = lr,
                lr_decay = lr_decay,
                weight_decay = weight_decay,
                initial_accumulator_value = initial_accumulator_value,
                eps = eps,
            })
        {
        }
    }
}
