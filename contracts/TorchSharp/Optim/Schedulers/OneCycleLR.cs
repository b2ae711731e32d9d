namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up to a greatest rate and down far below the first, momentum the other way (Smith and Topin 2018).</summary>
                public sealed class OneCycleLR : LRScheduler
                {
                    private readonly (double End, double From, double To)[] _rates;
                    private readonly (double From, double To)[] _momenta;
                    private readonly AnnealStrategy _strategy;
                    private readonly MomentumControl? _momentum;
                    private readonly double _greatest;

                    internal OneCycleLR(Optimizer optimizer, OneCycle cycle, int last_epoch, bool verbose)
                        : base(Prepared(optimizer, cycle, last_epoch), last_epoch, verbose)
                    {
                        (_rates, _momenta, _strategy, _greatest) = (cycle.RatePhases(), cycle.MomentumPhases(), cycle.Strategy,
                        cycle.Steps - 1);
                        _momentum = cycle.CycleMomentum ? new MomentumControl(optimizer) : null;
                        step();
                    }

                    /// <summary>The curve between two rates.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine.</summary>
                        Cos,

                        /// <summary>A straight line.</summary>
                        Linear,
                    }

                    private protected override double Next(int group)
                    {
                        if (LastEpoch > _greatest)
                        {
                            throw new InvalidOperationException($"The cycle has {_greatest + 1} steps, this is step {LastEpoch + 1}.");
                        }

                        var start = 0.0;
                        for (var phase = 0; ; phase++)
                        {
                            var (end, from, to) = _rates[phase];
                            if (LastEpoch > end && phase < _rates.Length - 1)
                            {
                                start = end;
                                continue;
                            }

                            var share = (LastEpoch - start) / (end - start);
                            _momentum?.Set(group, Between(_momenta[phase].From, _momenta[phase].To, share));
                            return Between(from, to, share);
                        }
                    }

                    private double Between(double from, double to, double share)
                        => _strategy == AnnealStrategy.Linear
                            ? from + ((to - from) * share)
                            : to + ((from - to) / 2.0 * (1.0 + Math.Cos(Math.PI * share)));

                    private static Optimizer Prepared(Optimizer optimizer, OneCycle cycle, int last_epoch)
                    {
                        foreach (var group in last_epoch == -1 ? optimizer.ParamGroups : [])
                        {
                            group.InitialLearningRate = group.LearningRate = cycle.MaxRate / cycle.Divisor;
                        }

                        return optimizer;
                    }
                }
            }
        }
    }
}
