namespace TorchSharp;

public static partial class torch
{
    public static Tensor add(Tensor left, Tensor target) => left.add(target);

    public static Tensor add(Tensor left, Tensor target, Scalar alpha) => left.add(target, alpha);

    public static Tensor add(Tensor left, Scalar scalar) => left.add(scalar);

    public static Tensor add(Tensor left, Scalar scalar, Scalar alpha) => left.add(scalar, alpha);

    public static Tensor add_(Tensor left, Tensor target) => left.add_(target);

    public static Tensor add_(Tensor left, Tensor target, Scalar alpha) => left.add_(target, alpha);

    public static Tensor add_(Tensor left, Scalar scalar) => left.add_(scalar);

    public static Tensor add_(Tensor left, Scalar scalar, Scalar alpha) => left.add_(scalar, alpha);

    public static Tensor sub(Tensor left, Tensor target) => left.sub(target);

    public static Tensor sub(Tensor left, Tensor target, Scalar alpha) => left.sub(target, alpha);

    public static Tensor sub(Tensor left, Scalar scalar) => left.sub(scalar);

    public static Tensor sub_(Tensor left, Tensor target) => left.sub_(target);

    public static Tensor sub_(Tensor left, Tensor target, Scalar alpha) => left.sub_(target, alpha);

    public static Tensor sub_(Tensor left, Scalar scalar) => left.sub_(scalar);

    public static Tensor subtract(Tensor left, Tensor target) => left.subtract(target);

    public static Tensor mul(Tensor left, Tensor target) => left.mul(target);

    public static Tensor mul(Tensor left, Scalar scalar) => left.mul(scalar);

    public static Tensor mul_(Tensor left, Tensor target) => left.mul_(target);

    public static Tensor mul_(Tensor left, Scalar scalar) => left.mul_(scalar);

    public static Tensor multiply(Tensor left, Tensor target) => left.multiply(target);

    public static Tensor div(Tensor left, Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div(target, rounding_mode);

    public static Tensor div(Tensor left, Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div(target, rounding_mode);

    public static Tensor div_(Tensor left, Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div_(target, rounding_mode);

    public static Tensor div_(Tensor left, Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div_(target, rounding_mode);

    public static Tensor divide(Tensor left, Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.divide(target, rounding_mode);

    public static Tensor remainder(Tensor left, Tensor other) => left.remainder(other);

    public static Tensor remainder(Tensor left, Scalar scalar) => left.remainder(scalar);

    public static Tensor remainder_(Tensor left, Tensor other) => left.remainder_(other);

    public static Tensor remainder_(Tensor left, Scalar scalar) => left.remainder_(scalar);

    public static Tensor fmod(Tensor left, Tensor target) => left.fmod(target);

    public static Tensor fmod(Tensor left, Scalar scalar) => left.fmod(scalar);

    public static Tensor floor_divide(Tensor left, Tensor other) => left.floor_divide(other);

    public static Tensor floor_divide(Tensor left, Scalar other) => left.floor_divide(other);

    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    public static Tensor neg(Tensor left) => left.neg();

    public static Tensor negative(Tensor left) => left.negative();

    public static Tensor addcmul(Tensor left, Tensor tensor1, Tensor tensor2, Scalar value) => left.addcmul(tensor1, tensor2, value);

    public static Tensor addcmul_(Tensor left, Tensor tensor1, Tensor tensor2, Scalar value) => left.addcmul_(tensor1, tensor2, value);

    public static Tensor addcdiv(Tensor left, Tensor tensor1, Tensor tensor2, Scalar value) => left.addcdiv(tensor1, tensor2, value);

    public static Tensor addcdiv_(Tensor left, Tensor tensor1, Tensor tensor2, Scalar value) => left.addcdiv_(tensor1, tensor2, value);

    public static Tensor lerp(Tensor left, Tensor end, Tensor weight) => left.lerp(end, weight);

    public static Tensor lerp(Tensor left, Tensor end, Scalar weight) => left.lerp(end, weight);

    public static Tensor lerp_(Tensor left, Tensor end, Tensor weight) => left.lerp_(end, weight);

    public static Tensor lerp_(Tensor left, Tensor end, Scalar weight) => left.lerp_(end, weight);
}
