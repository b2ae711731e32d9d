namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>(1 - epoch / total_iters)^power times the first rate, then zero.</summary>
                public sealed class PolynomialLR : LRScheduler
                {
                    private readonly int _count;
                    private readonly double _power;

                    internal PolynomialLR(Optimizer optimizer, int count, double power, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_count, _power) = (count, power);
                        step();
                    }

                    private protected override double Next(int group)
                        => LastEpoch == 0 || LastEpoch > _count
                            ? Rate(group)
                            : Rate(group) * Math.Pow((1.0 - ((double)LastEpoch / _count)) / (1.0 - ((LastEpoch - 1.0) / _count)), _power);

                    private protected override double At(int group)
                        => BaseRates[group] * Math.Pow(1.0 - ((double)Math.Min(_count, LastEpoch) / _count), _power);
                }
            }
        }
    }
}
