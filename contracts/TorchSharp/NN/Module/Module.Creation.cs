using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>A parameter with no values yet.</summary>
            private protected static Parameter Fresh(long[] shape, Device? device, ScalarType? dtype)
                => new(empty(shape, dtype: dtype, device: device));
        }
    }
}
