namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], null, device, requires_grad);

    public static Tensor tensor(float scalar, ScalarType? dtype, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(double scalar, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], null, device, requires_grad);

    public static Tensor tensor(double scalar, ScalarType? dtype, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(int scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(short scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(sbyte scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(byte scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(Half scalar, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], null, device, requires_grad);

    public static Tensor tensor(Half scalar, ScalarType? dtype, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);

    public static Tensor tensor(System.Numerics.Complex scalar, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], null, device, requires_grad);

    public static Tensor tensor(System.Numerics.Complex scalar, ScalarType? dtype, Device? device = null, bool requires_grad = false) =>
        Make(new[] { scalar }, [], dtype, device, requires_grad);
}
