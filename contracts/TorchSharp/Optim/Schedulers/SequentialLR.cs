namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One schedule after another, changing at given epochs.</summary>
                public sealed class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    internal SequentialLR(
                        Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch)
                        : base(null)
                    {
                        (_schedulers, _milestones) = ([.. schedulers], [.. milestones]);
                        if (_milestones.Length != _schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"{_schedulers.Length} schedules need {_schedulers.Length - 1} milestones, got {_milestones.Length}.",
                                nameof(milestones));
                        }

                        LastEpoch = last_epoch + 1;

                        // Each schedule has made its first step when it was made; only that of the first one is to count.
                        foreach (var group in optimizer.ParamGroups)
                        {
                            group.LearningRate = group.InitialLearningRate;
                        }

                        foreach (var scheduler in _schedulers)
                        {
                            scheduler.StepBack();
                        }

                        _schedulers[0].step();
                    }

                    /// <inheritdoc/>
                    public override void step(int? epoch)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        var current = _milestones.Count(milestone => milestone <= LastEpoch);
                        if (current > 0 && _milestones[current - 1] == LastEpoch)
                        {
                            _schedulers[current].step(0);
                        }
                        else
                        {
                            _schedulers[current].step();
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
