namespace TorchSharp.Modules;

public sealed partial class LBFGS
{
    /// <summary>Numbers of the optimizer.</summary>
    public sealed class Options : OptimizerOptions
    {
        /// <summary>Iterations per step.</summary>
        public long? max_iter { get; set; }

        /// <summary>Calls of the closure per step; null means 5/4 of the iterations.</summary>
        public long? max_eval { get; set; }

        /// <summary>Greatest gradient at which to stop.</summary>
        public double? tolerance_grad { get; set; }

        /// <summary>Change of parameters or loss at which to stop.</summary>
        public double? tolerance_change { get; set; }

        /// <summary>Moves remembered.</summary>
        public long? history_size { get; set; }
    }

    /// <summary>The parameters.</summary>
    public sealed class ParamGroup : ParamGroup<Options>
    {
        /// <summary>All parameters that are optimized.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters)
            : base(parameters)
        {
        }
    }
}
