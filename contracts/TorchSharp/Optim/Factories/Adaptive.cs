using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Division by the root of a running mean of squares (Hinton 2012).</summary>
        public static RMSProp RMSProp(
            IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
            => RMSProp([new RMSProp.ParamGroup(parameters, new RMSProp.Options())], lr, alpha, eps, weight_decay, momentum, centered,
            maximize);

        /// <summary>Division by the root of a running mean of squares (Hinton 2012). Parameters come in groups.</summary>
        public static RMSProp RMSProp(
            IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            => new(parameters, new() { LearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum,
            centered = centered, maximize = maximize });

        /// <summary>Division by the root of the sum of squares (Duchi et al. 2011).</summary>
        public static Adagrad Adagrad(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10)
            => Adagrad([new Adagrad.ParamGroup(parameters, new Adagrad.Options())], lr, lr_decay, weight_decay,
            initial_accumulator_value, eps);

        /// <summary>Division by the root of the sum of squares (Duchi et al. 2011). Parameters come in groups.</summary>
        public static Adagrad Adagrad(
            IEnumerable<Adagrad.ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10)
            => new(parameters, new() { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay,
            initial_accumulator_value = initial_accumulator_value, eps = eps });

        /// <summary>Steps in the units of the parameters (Zeiler 2012).</summary>
        public static Adadelta Adadelta(
            IEnumerable<Parameter> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
            bool maximize = false)
            => Adadelta([new Adadelta.ParamGroup(parameters, new Adadelta.Options())], lr, rho, eps, weight_decay, maximize);

        /// <summary>Steps in the units of the parameters (Zeiler 2012). Parameters come in groups.</summary>
        public static Adadelta Adadelta(
            IEnumerable<Adadelta.ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
            bool maximize = false)
            => new(parameters, new() { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize });
    }
}
