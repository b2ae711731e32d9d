namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Several schedules, each applied to what the one before leaves.</summary>
                public sealed class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;

                    internal ChainedLR(IEnumerable<LRScheduler> schedulers)
                        : base(null)
                    {
                        _schedulers = [.. schedulers];
                        LastEpoch = 0;
                    }

                    /// <inheritdoc/>
                    public override void step(int? epoch)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        foreach (var scheduler in _schedulers)
                        {
                            scheduler.step(epoch);
                        }
                    }

                    internal override Dictionary<string, double> Save() => Composite.Save(base.Save(), _schedulers);

                    internal override void Load(IReadOnlyDictionary<string, double> state)
                    {
                        base.Load(state);
                        Composite.Load(state, _schedulers);
                    }

                    private protected override double Next(int group) => Rate(group);
                }
            }
        }
    }
}
