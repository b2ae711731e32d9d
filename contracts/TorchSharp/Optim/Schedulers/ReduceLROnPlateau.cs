namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rate by a factor when a measured value has not improved for a while.</summary>
                public sealed class ReduceLROnPlateau : LRScheduler
                {
                    private readonly Plateau _plateau;
                    private readonly double[] _floors;
                    private double _best;
                    private int _bad;
                    private int _cooling;

                    internal ReduceLROnPlateau(Optimizer optimizer, Plateau plateau, IList<double>? floors, bool verbose)
                        : base(optimizer, -1, verbose)
                    {
                        _plateau = plateau;
                        _floors = floors is null ? new double[Groups.Count]
                            : floors.Count == 1 ? [.. Enumerable.Repeat(floors[0], Groups.Count)]
                            : [.. floors];
                        if (_floors.Length != Groups.Count)
                        {
                            throw new ArgumentException($"{_floors.Length} least rates for {Groups.Count} groups.", nameof(floors));
                        }

                        _best = plateau.Worst;
                        LastEpoch = 0;
                    }

                    /// <inheritdoc/>
                    public override void step()
                        => throw new InvalidOperationException("ReduceLROnPlateau needs the measured value: step(value).");

                    /// <inheritdoc/>
                    public override void step(int? epoch) => step();

                    /// <summary>Looks at a measured value.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        (_best, _bad) = _plateau.Better(current, _best) ? (current, 0) : (_best, _bad + 1);
                        if (_cooling > 0)
                        {
                            _cooling--;
                            _bad = 0;
                        }

                        if (_bad <= _plateau.Patience)
                        {
                            return;
                        }

                        for (var i = 0; i < Groups.Count; i++)
                        {
                            var lower = Math.Max(Rate(i) * _plateau.Factor, _floors[i]);
                            Groups[i].LearningRate = Rate(i) - lower > _plateau.Eps ? lower : Rate(i);
                        }

                        (_cooling, _bad) = (_plateau.Cooldown, 0);
                    }

                    internal override Dictionary<string, double> Save()
                    {
                        var state = base.Save();
                        (state["best"], state["bad"], state["cooling"]) = (_best, _bad, _cooling);
                        return state;
                    }

                    internal override void Load(IReadOnlyDictionary<string, double> state)
                    {
                        base.Load(state);
                        (_best, _bad, _cooling) = (state["best"], (int)state["bad"], (int)state["cooling"]);
                    }

                    private protected override double Next(int group) => Rate(group);
                }
            }
        }
    }
}
