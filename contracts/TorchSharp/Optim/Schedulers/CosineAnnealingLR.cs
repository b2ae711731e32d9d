namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// Half a cosine from the first rate to eta_min over T_max epochs, and back (Loshchilov and Hutter 2017).
                /// </summary>
                public sealed class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _floor;

                    internal CosineAnnealingLR(Optimizer optimizer, double period, double floor, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_period, _floor) = (period, floor);
                        step();
                    }

                    private protected override double Next(int group)
                    {
                        if (LastEpoch == 0)
                        {
                            return Rate(group);
                        }

                        if ((LastEpoch - 1 - _period) % (2 * _period) == 0)
                        {
                            return Rate(group) + ((BaseRates[group] - _floor) * (1 - Math.Cos(Math.PI / _period)) / 2);
                        }

                        var ratio = (1 + Math.Cos(Math.PI * LastEpoch / _period)) / (1 + Math.Cos(Math.PI * (LastEpoch - 1) / _period));
                        return (ratio * (Rate(group) - _floor)) + _floor;
                    }

                    private protected override double At(int group)
                        => _floor + ((BaseRates[group] - _floor) * (1 + Math.Cos(Math.PI * LastEpoch / _period)) / 2);
                }
            }
        }
    }
}
