namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>A factor on the rate until total_iters epochs have passed.</summary>
                public sealed class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _count;

                    internal ConstantLR(Optimizer optimizer, double factor, int count, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _count) = (factor, count);
                        step();
                    }

                    private protected override double Next(int group) => LastEpoch switch
                    {
                        0 => Rate(group) * _factor,
                        var epoch when epoch == _count => Rate(group) / _factor,
                        _ => Rate(group),
                    };

                    private protected override double At(int group) => BaseRates[group] * (LastEpoch >= _count ? 1.0 : _factor);
                }
            }
        }
    }
}
