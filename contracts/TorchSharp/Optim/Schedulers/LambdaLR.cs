namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The first rate times a function of the epoch.</summary>
                public sealed class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] _factors;

                    internal LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> factors, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = [.. factors];
                        if (_factors.Length != Groups.Count)
                        {
                            throw new ArgumentException($"{_factors.Length} functions for {Groups.Count} groups.", nameof(factors));
                        }

                        step();
                    }

                    private protected override double Next(int group) => BaseRates[group] * _factors[group](LastEpoch);
                }
            }
        }
    }
}
