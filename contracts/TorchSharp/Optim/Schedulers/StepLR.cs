namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The schedules; made by the methods of <see cref="lr_scheduler"/>.</summary>
            public static partial class impl
            {
                /// <summary>Multiplies the rate by gamma every step_size epochs.</summary>
                public sealed class StepLR : LRScheduler
                {
                    private readonly int _size;
                    private readonly double _gamma;

                    internal StepLR(Optimizer optimizer, int size, double gamma, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_size, _gamma) = (size, gamma);
                        step();
                    }

                    private protected override double Next(int group)
                        => LastEpoch == 0 || LastEpoch % _size != 0 ? Rate(group) : Rate(group) * _gamma;

                    private protected override double At(int group) => BaseRates[group] * Math.Pow(_gamma, LastEpoch / _size);
                }
            }
        }
    }
}
