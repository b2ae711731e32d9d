namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>A group or optimizer with the decay rates of two moments.</summary>
        public interface IBetas
        {
            /// <summary>Decay of the first and of the second moment.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
