namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rate by gamma at given epochs; an epoch given twice counts twice.</summary>
                public sealed class MultiStepLR : LRScheduler
                {
                    private readonly int[] _milestones;
                    private readonly double _gamma;

                    internal MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma, int last_epoch, bool verbose)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_milestones, _gamma) = ([.. milestones], gamma);
                        step();
                    }

                    private protected override double Next(int group)
                        => Rate(group) * Math.Pow(_gamma, _milestones.Count(milestone => milestone == LastEpoch));

                    private protected override double At(int group)
                        => BaseRates[group] * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= LastEpoch));
                }
            }
        }
    }
}
