namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The rate before times a function of the epoch.</summary>
                public sealed class MultiplicativeLR : LRScheduler
                {
                    private readonly Func<int, double>[] _factors;

                    internal MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> factors, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = [.. factors];
                        if (_factors.Length != Groups.Count)
                        {
                            throw new ArgumentException($"{_factors.Length} functions for {Groups.Count} groups.", nameof(factors));
                        }

                        step();
                    }

                    private protected override double Next(int group)
                        => LastEpoch > 0 ? Rate(group) * _factors[group](LastEpoch) : Rate(group);

                    private protected override double At(int group)
                        => Enumerable.Range(1, LastEpoch).Aggregate(BaseRates[group], (rate, epoch) => rate * _factors[group](epoch));
                }
            }
        }
    }
}
