namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The numbers of a one-cycle schedule.</summary>
                internal sealed record OneCycle
                {
                    internal required double MaxRate { get; init; }

                    internal required int Steps { get; init; }

                    internal required double Rise { get; init; }

                    internal required OneCycleLR.AnnealStrategy Strategy { get; init; }

                    internal required bool CycleMomentum { get; init; }

                    internal required double BaseMomentum { get; init; }

                    internal required double MaxMomentum { get; init; }

                    internal required double Divisor { get; init; }

                    internal required double FinalDivisor { get; init; }

                    internal required bool ThreePhase { get; init; }

                    internal (double End, double From, double To)[] RatePhases()
                    {
                        var first = MaxRate / Divisor;
                        var last = first / FinalDivisor;
                        return ThreePhase
                            ? [((Rise * Steps) - 1, first, MaxRate), ((2 * Rise * Steps) - 2, MaxRate, first), (Steps - 1, first, last)]
                            : [((Rise * Steps) - 1, first, MaxRate), (Steps - 1, MaxRate, last)];
                    }

                    internal (double From, double To)[] MomentumPhases() => ThreePhase
                        ? [(MaxMomentum, BaseMomentum), (BaseMomentum, MaxMomentum), (MaxMomentum, MaxMomentum)]
                        : [(MaxMomentum, BaseMomentum), (BaseMomentum, MaxMomentum)];

                    internal OneCycle Checked()
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Steps);
                        ArgumentOutOfRangeException.ThrowIfNegative(Rise);
                        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rise, 1.0);
                        return this;
                    }
                }
            }
        }
    }
}
