using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_rand = new("aten::rand", "generator");
    private static readonly Op s_randn = new("aten::randn", "generator");
    private static readonly Op s_randint = new("aten::randint", "low_generator");
    private static readonly Op s_randperm = new("aten::randperm", "generator");
    private static readonly Op s_randLike = new("aten::rand_like");
    private static readonly Op s_randnLike = new("aten::randn_like");
    private static readonly Op s_randintLike = new("aten::randint_like", "low_dtype");
    private static readonly Op s_normal = new("aten::normal", "float_float");
    private static readonly Op s_normalTensors = new("aten::normal", "Tensor_Tensor");

    /// <summary>Uniform in [0, 1).</summary>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null) =>
        Options.Finish(s_rand.Call(size, generator, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    /// <summary>Normal with mean 0 and variance 1.</summary>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null) =>
        Options.Finish(s_randn.Call(size, generator, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) => randint(0, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform integers in [low, high).</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Options.Finish(s_randint.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, Options.At(device)), requires_grad);

    /// <summary>The numbers 0 to n-1 in random order.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null) =>
        Options.Finish(s_randperm.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, Options.At(device)), requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Options.Finish(s_randLike.Call(input, dtype, Arg.None, device), requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Options.Finish(s_randnLike.Call(input, dtype, Arg.None, device), requires_grad);

    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Options.Finish(s_randintLike.Call(input, low, high, dtype, Arg.None, device), requires_grad);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Options.Finish(s_normal.Call(mean, std, size.ToArray(), generator, Options.Real(dtype), Arg.None, Options.At(device)),
            requires_grad);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) => s_normalTensors.Call(mean, std, generator);

    /// <summary>Seeds the default generator of every device and returns that of the CPU.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>Sets the CPU's default generator to a seed drawn from the system, and returns it.</summary>
    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The default generator of the CPU.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed)
        {
            NativeError.Check(Native.ph_manual_seed(seed), "manual_seed");
            return Generator.Default;
        }

        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>The whole state as bytes; <see cref="set_rng_state"/> continues the stream from there.</summary>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
