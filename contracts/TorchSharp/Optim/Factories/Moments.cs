using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Adam with the greatest magnitude in place of the second moment (Kingma and Ba 2015).</summary>
        public static Adamax Adamax(
            IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0)
            => Adamax([new Adamax.ParamGroup(parameters, new Adamax.Options())], lr, beta1, beta2, eps, weight_decay);

        /// <summary>
        /// Adam with the greatest magnitude in place of the second moment (Kingma and Ba 2015). Parameters come in groups.
        /// </summary>
        public static Adamax Adamax(
            IEnumerable<Adamax.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0)
            => new(parameters, new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay });

        /// <summary>Adam with the variance of its early steps rectified (Liu et al. 2020).</summary>
        public static RAdam RAdam(
            IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0)
            => RAdam([new RAdam.ParamGroup(parameters, new RAdam.Options())], lr, beta1, beta2, eps, weight_decay);

        /// <summary>Adam with the variance of its early steps rectified (Liu et al. 2020). Parameters come in groups.</summary>
        public static RAdam RAdam(
            IEnumerable<RAdam.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0)
            => new(parameters, new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay });

        /// <summary>Adam with Nesterov momentum (Dozat 2016).</summary>
        public static NAdam NAdam(
            IEnumerable<Parameter> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, double momentum_decay = 0.004)
            => NAdam([new NAdam.ParamGroup(named_parameters, new NAdam.Options())], lr, beta1, beta2, eps, weight_decay, momentum_decay);

        /// <summary>Adam with Nesterov momentum (Dozat 2016). Parameters come in groups.</summary>
        public static NAdam NAdam(
            IEnumerable<NAdam.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, double momentum_decay = 0.004)
            => new(parameters, new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay,
            momentum_decay = momentum_decay });
    }
}
