namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A loss of three inputs.</summary>
        /// <typeparam name="T1">Type of input 1.</typeparam>
        /// <typeparam name="T2">Type of input 2.</typeparam>
        /// <typeparam name="T3">Type of input 3.</typeparam>
        /// <typeparam name="TResult">Type of the result.</typeparam>
        public abstract class Loss<T1, T2, T3, TResult> : Module<T1, T2, T3, TResult>
        {
            /// <summary>Names the loss and sets what becomes of its elements.</summary>
            protected Loss(string name, Reduction reduction)
                : base(name) => this.reduction = reduction;

            /// <summary>What becomes of the elementwise values.</summary>
            public Reduction reduction { get; }
        }
    }
}
