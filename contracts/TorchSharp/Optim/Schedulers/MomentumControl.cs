namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Sets the momentum, or the first beta, of an optimizer's groups.</summary>
                internal sealed class MomentumControl
                {
                    private readonly ILearningRateController[] _groups;

                    internal MomentumControl(Optimizer optimizer)
                    {
                        _groups = [.. optimizer.ParamGroups];
                        if (_groups.Any(group => group is not (IMomentum or IBetas)))
                        {
                            throw new ArgumentException("A cycled momentum needs an optimizer with momentum or betas.", nameof(optimizer));
                        }
                    }

                    internal void Set(int group, double value)
                    {
                        if (_groups[group] is IBetas betas)
                        {
                            betas.Betas = (value, betas.Betas.Item2);
                        }
                        else
                        {
                            ((IMomentum)_groups[group]).Momentum = value;
                        }
                    }
                }
            }
        }
    }
}
