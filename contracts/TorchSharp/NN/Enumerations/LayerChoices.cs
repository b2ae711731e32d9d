namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the elementwise values of a loss.</summary>
        public enum Reduction : long
        {
            /// <summary>They are returned.</summary>
            None = 0,

            /// <summary>Their mean is returned.</summary>
            Mean = 1,

            /// <summary>Their sum is returned.</summary>
            Sum = 2,
        }

        /// <summary>The activation inside a transformer layer.</summary>
        public enum Activations
        {
            /// <summary>Rectified linear unit.</summary>
            ReLU = 0,

            /// <summary>Gaussian error linear unit, exact.</summary>
            GELU = 1,
        }

        /// <summary>The non-linearity of an Elman network.</summary>
        public enum NonLinearities
        {
            /// <summary>Rectified linear unit.</summary>
            ReLU = 0,

            /// <summary>Hyperbolic tangent.</summary>
            Tanh = 1,
        }
    }
}
