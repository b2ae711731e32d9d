namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The numbers of a cyclic schedule.</summary>
                internal sealed record Cycle
                {
                    internal required double BaseRate { get; init; }

                    internal required double MaxRate { get; init; }

                    internal required double BaseMomentum { get; init; }

                    internal required double MaxMomentum { get; init; }

                    internal required double Up { get; init; }

                    internal required double Down { get; init; }

                    internal required Func<double, double> Scale { get; init; }

                    internal required CyclicLR.ScaleMode ScaleMode { get; init; }

                    internal static Func<double, double> ScaleOf(CyclicLR.Mode mode, double gamma) => mode switch
                    {
                        CyclicLR.Mode.Triangular2 => cycle => 1.0 / Math.Pow(2.0, cycle - 1.0),
                        CyclicLR.Mode.ExpRange => step => Math.Pow(gamma, step),
                        _ => _ => 1.0,
                    };

                    /// <summary>How far above its base a number of that range stands at a step.</summary>
                    internal double Height(int step, double range)
                    {
                        var total = Up + Down;
                        var cycle = Math.Floor(1.0 + (step / total));
                        var place = 1.0 + (step / total) - cycle;
                        var rise = Up / total;
                        var share = place <= rise ? place / rise : (place - 1.0) / (rise - 1.0);
                        return range * share * Scale(ScaleMode == CyclicLR.ScaleMode.Cycle ? cycle : step);
                    }
                }
            }
        }
    }
}
