namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>A group or optimizer with a momentum.</summary>
        public interface IMomentum
        {
            /// <summary>Share of the last step in the next.</summary>
            double Momentum { get; set; }
        }
    }
}
