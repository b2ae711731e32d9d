namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Back and forth between two rates (Smith 2017), momentum the other way.</summary>
                public sealed class CyclicLR : LRScheduler
                {
                    private readonly Cycle _cycle;
                    private readonly MomentumControl? _momentum;

                    internal CyclicLR(Optimizer optimizer, Cycle cycle, bool cycleMomentum, int last_epoch, bool verbose)
                        : base(Prepared(optimizer, cycle, last_epoch), last_epoch, verbose)
                    {
                        _cycle = cycle;
                        _momentum = cycleMomentum ? new MomentumControl(optimizer) : null;
                        step();
                    }

                    /// <summary>How the height of a cycle changes.</summary>
                    public enum Mode
                    {
                        /// <summary>It does not.</summary>
                        Triangular,

                        /// <summary>It halves.</summary>
                        Triangular2,

                        /// <summary>It is gamma to the power of the step.</summary>
                        ExpRange,
                    }

                    /// <summary>What a scale function is a function of.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The cycle, from 1.</summary>
                        Cycle,

                        /// <summary>The step.</summary>
                        Iterations,
                    }

                    private protected override double Next(int group)
                    {
                        _momentum?.Set(group, _cycle.MaxMomentum - _cycle.Height(LastEpoch, _cycle.MaxMomentum - _cycle.BaseMomentum));
                        return _cycle.BaseRate + _cycle.Height(LastEpoch, _cycle.MaxRate - _cycle.BaseRate);
                    }

                    private static Optimizer Prepared(Optimizer optimizer, Cycle cycle, int last_epoch)
                    {
                        foreach (var group in last_epoch == -1 ? optimizer.ParamGroups : [])
                        {
                            group.LearningRate = cycle.BaseRate;
                        }

                        return optimizer;
                    }
                }
            }
        }
    }
}
