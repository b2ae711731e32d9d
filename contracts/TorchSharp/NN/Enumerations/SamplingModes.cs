namespace TorchSharp;

public static partial class torch
{
    /// <summary>How <c>Upsample</c> computes values between samples.</summary>
    public enum UpsampleMode
    {
        /// <summary>Nearest sample.</summary>
        Nearest = 0,

        /// <summary>Linear, over one dimension.</summary>
        Linear = 1,

        /// <summary>Linear, over two dimensions.</summary>
        Bilinear = 2,

        /// <summary>Cubic, over two dimensions.</summary>
        Bicubic = 3,

        /// <summary>Linear, over three dimensions.</summary>
        Trilinear = 4,
    }

    /// <summary>How <c>interpolate</c> computes values between samples.</summary>
    public enum InterpolationMode
    {
        /// <summary>Nearest sample.</summary>
        Nearest = 0,

        /// <summary>Linear, over one dimension.</summary>
        Linear = 1,

        /// <summary>Linear, over two dimensions.</summary>
        Bilinear = 2,

        /// <summary>Cubic, over two dimensions.</summary>
        Bicubic = 3,

        /// <summary>Linear, over three dimensions.</summary>
        Trilinear = 4,

        /// <summary>Mean over the area that an output element covers.</summary>
        Area = 5,
    }

    /// <summary>How <c>grid_sample</c> computes values between samples.</summary>
    public enum GridSampleMode
    {
        /// <summary>Nearest sample.</summary>
        Nearest = 0,

        /// <summary>Linear over height and width.</summary>
        Bilinear = 2,
    }

    /// <summary>What <c>grid_sample</c> reads beyond the edge.</summary>
    public enum GridSamplePaddingMode
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,

        /// <summary>The image mirrored.</summary>
        Reflection = 1,

        /// <summary>The edge element.</summary>
        Border = 2,
    }
}
