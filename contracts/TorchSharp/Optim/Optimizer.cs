using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers and learning-rate schedules.</summary>
    public static partial class optim
    {
        /// <summary>Changes parameters along their gradients. It owns its state, not the parameters.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            private protected Optimizer()
            {
            }

            /// <summary>The groups, as schedulers see them.</summary>
            public abstract IEnumerable<ILearningRateController> ParamGroups { get; }

            /// <summary>
            /// Changes every parameter that has a gradient; one without is skipped, and its state does not age.
            /// </summary>
            /// <param name="closure">Computes the loss and its gradients anew; only L-BFGS needs it.</param>
            /// <returns>What the closure returned, else null.</returns>
            public abstract Tensor step(Func<Tensor>? closure = null);

            /// <summary>Sets the gradients to zero; those that do not exist stay so.</summary>
            public abstract void zero_grad();

            /// <summary>All parameters, group by group.</summary>
            public abstract IEnumerable<Parameter> parameters();

            /// <summary>Adds a group; options that it leaves null are the optimizer's own.</summary>
            /// <exception cref="ArgumentException">A parameter is in a group already.</exception>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Frees the state.</summary>
            public void Dispose()
            {
                Dispose(disposing: true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the state.</summary>
            protected abstract void Dispose(bool disposing);

            /// <summary>Options per group and state per parameter, both live.</summary>
            public class StateDictionary
            {
                internal StateDictionary(List<OptimizerOptions> options, List<OptimizerParameterState> state)
                {
                    Options = options;
                    State = state;
                }

                /// <summary>Options of each group.</summary>
                public List<OptimizerOptions> Options { get; }

                /// <summary>State of each parameter, group by group.</summary>
                public List<OptimizerParameterState> State { get; }
            }
        }
    }
}
