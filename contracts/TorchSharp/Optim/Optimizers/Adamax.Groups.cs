using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed partial class Adamax
{
    /// <summary>Numbers of a group; null means as in the optimizer's constructor.</summary>
    public sealed class Options : MomentOptions;

    /// <summary>Parameters with numbers of their own.</summary>
    public sealed class ParamGroup : MomentParamGroup<Options>
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
    }
}
