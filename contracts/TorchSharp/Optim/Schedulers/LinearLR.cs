namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>A factor that grows evenly from start_factor to end_factor over total_iters epochs.</summary>
                public sealed class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _count;

                    internal LinearLR(Optimizer optimizer, double start, double end, int count, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_start, _end, _count) = (start, end, count);
                        step();
                    }

                    private protected override double Next(int group) => LastEpoch switch
                    {
                        0 => Rate(group) * _start,
                        var epoch when epoch > _count => Rate(group),
                        var epoch => Rate(group) * (1.0 + ((_end - _start) / ((_count * _start) + ((epoch - 1) * (_end - _start))))),
                    };

                    private protected override double At(int group)
                        => BaseRates[group] * (_start + ((_end - _start) * Math.Min(_count, LastEpoch) / _count));
                }
            }
        }
    }
}
