using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_bernoulli = new("aten::bernoulli");
        private static readonly Op s_bernoulliFloatInPlace = new("aten::bernoulli_", "float");
        private static readonly Op s_bernoulliTensorInPlace = new("aten::bernoulli_", "Tensor");
        private static readonly Op s_multinomial = new("aten::multinomial");
        private static readonly Op s_poisson = new("aten::poisson");
        private static readonly Op s_normalInPlace = new("aten::normal_");
        private static readonly Op s_uniformInPlace = new("aten::uniform_");
        private static readonly Op s_exponentialInPlace = new("aten::exponential_");
        private static readonly Op s_geometricInPlace = new("aten::geometric_");
        private static readonly Op s_cauchyInPlace = new("aten::cauchy_");
        private static readonly Op s_logNormalInPlace = new("aten::log_normal_");
        private static readonly Op s_randomFromInPlace = new("aten::random_", "from");

        public Tensor bernoulli(Generator? generator = null) => s_bernoulli.Call(this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => InPlace(s_bernoulliFloatInPlace, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => InPlace(s_bernoulliTensorInPlace, p, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            s_multinomial.Call(this, num_samples, replacement, generator);

        public Tensor poisson(Generator? generator = null) => s_poisson.Call(this, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            InPlace(s_normalInPlace, mean, std, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => InPlace(s_uniformInPlace, from, to, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => InPlace(s_exponentialInPlace, lambda, generator);

        public Tensor geometric_(double p, Generator? generator = null) => InPlace(s_geometricInPlace, p, generator);

        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) =>
            InPlace(s_cauchyInPlace, median, sigma, generator);

        public Tensor log_normal_(double mean = 1, double std = 2, Generator? generator = null) =>
            InPlace(s_logNormalInPlace, mean, std, generator);

        public Tensor random_(long from, long to, Generator? generator = null) => InPlace(s_randomFromInPlace, from, to, generator);
    }
}
