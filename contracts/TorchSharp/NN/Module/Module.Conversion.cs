namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Moves to a device and converts floating-point state to a type; the parameter objects stay the same.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
                => Convert(tensor => tensor.to(Floating(tensor) ? dtype : tensor.dtype, device, non_blocking: non_blocking));

            /// <summary>Moves to a device; the parameter objects stay the same.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                var device = new Device(deviceType, deviceIndex);
                return Convert(tensor => tensor.to(device, non_blocking: non_blocking));
            }

            /// <summary>Converts floating-point state to a type; the parameter objects stay the same.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
                => Convert(tensor => tensor.to(Floating(tensor) ? dtype : tensor.dtype, non_blocking: non_blocking));

            private Module Convert(Func<Tensor, Tensor> conversion)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                foreach (var tensor in parameters().Concat(buffers()))
                {
                    var gradient = tensor.grad;
                    tensor.SetData(conversion(tensor.detach()));
                    if (gradient is not null)
                    {
                        gradient.SetData(conversion(gradient));
                    }
                }

                return this;
            }

            private static bool Floating(Tensor tensor) => tensor.is_floating_point();
        }
    }
}
