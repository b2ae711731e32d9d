using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Limited-memory BFGS; step() needs a closure.</summary>
        public static LBFGS LBFGS(
            IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5,
            double tolerance_change = 1e-9, long history_size = 100)
            => new(parameters, new()
            {
                LearningRate = lr,
                max_iter = max_iter,
                max_eval = max_eval,
                tolerance_grad = tolerange_grad,
                tolerance_change = tolerance_change,
                history_size = history_size,
            });
    }
}
