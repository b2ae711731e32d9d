namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The numbers of a plateau watch.</summary>
                internal sealed record Plateau
                {
                    internal required bool Least { get; init; }

                    internal required bool Relative { get; init; }

                    internal required double Threshold { get; init; }

                    internal required double Factor { get; init; }

                    internal required int Patience { get; init; }

                    internal required int Cooldown { get; init; }

                    internal required double Eps { get; init; }

                    internal double Worst => Least ? double.PositiveInfinity : double.NegativeInfinity;

                    internal bool Better(double value, double best) => (Least, Relative) switch
                    {
                        (true, true) => value < best * (1.0 - Threshold),
                        (true, false) => value < best - Threshold,
                        (false, true) => value > best * (1.0 + Threshold),
                        (false, false) => value > best + Threshold,
                    };
                }
            }
        }
    }
}
