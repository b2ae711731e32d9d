using static TorchSharp.torch.optim.lr_scheduler.impl;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>One cycle over total_steps, or epochs · steps_per_epoch, steps.</summary>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 10000,
                bool three_phase = false, int last_epoch = -1, bool verbose = false)
                => new impl.OneCycleLR(
                    optimizer,
                    new OneCycle
                    {
                        MaxRate = max_lr,
                        Steps = total_steps > 0 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch : 0,
                        Rise = pct_start,
                        Strategy = anneal_strategy,
                        CycleMomentum = cycle_momentum,
                        BaseMomentum = base_momentum,
                        MaxMomentum = max_momentum,
                        Divisor = div_factor,
                        FinalDivisor = final_div_factor,
                        ThreePhase = three_phase,
                    }.Checked(),
                    last_epoch,
                    verbose);

            /// <summary>Back and forth between two rates.</summary>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null,
                CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8,
                double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                => new impl.CyclicLR(
                    optimizer,
                    new Cycle
                    {
                        BaseRate = base_lr,
                        MaxRate = max_lr,
                        BaseMomentum = base_momentum,
                        MaxMomentum = max_momentum,
                        Up = step_size_up,
                        Down = step_size_down > 0 ? step_size_down : step_size_up,
                        Scale = scale_fn ?? Cycle.ScaleOf(mode, gamma),
                        ScaleMode = scale_fn is null && mode == impl.CyclicLR.Mode.ExpRange
                            ? impl.CyclicLR.ScaleMode.Iterations
                            : scale_mode,
                    },
                    cycle_momentum,
                    last_epoch,
                    verbose);

            /// <summary>A lower rate when a measured value stops improving.</summary>
            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                => new impl.ReduceLROnPlateau(
                    optimizer,
                    new Plateau
                    {
                        Least = Choose(mode, "min", "max"),
                        Relative = Choose(threshold_mode, "rel", "abs"),
                        Threshold = threshold,
                        Factor = factor,
                        Patience = patience,
                        Cooldown = cooldown,
                        Eps = eps,
                    },
                    min_lr,
                    verbose);

            private static bool Choose(string value, string yes, string no)
                => value == yes || (value == no ? false : throw new ArgumentException($"'{value}' is neither '{yes}' nor '{no}'.",
                nameof(value)));
        }
    }
}
