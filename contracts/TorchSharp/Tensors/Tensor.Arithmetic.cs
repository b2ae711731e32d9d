using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_add = new("aten::add", "Tensor");
        private static readonly Op s_addInPlace = new("aten::add_", "Tensor");
        private static readonly Op s_sub = new("aten::sub", "Tensor");
        private static readonly Op s_subInPlace = new("aten::sub_", "Tensor");
        private static readonly Op s_rsub = new("aten::rsub", "Scalar");
        private static readonly Op s_mul = new("aten::mul", "Tensor");
        private static readonly Op s_mulInPlace = new("aten::mul_", "Tensor");
        private static readonly Op s_div = new("aten::div", "Tensor");
        private static readonly Op s_divMode = new("aten::div", "Tensor_mode");
        private static readonly Op s_divInPlace = new("aten::div_", "Tensor");
        private static readonly Op s_divModeInPlace = new("aten::div_", "Tensor_mode");
        private static readonly Op s_remainder = new("aten::remainder", "Tensor");
        private static readonly Op s_remainderInPlace = new("aten::remainder_", "Tensor");
        private static readonly Op s_fmod = new("aten::fmod", "Tensor");
        private static readonly Op s_floorDivide = new("aten::floor_divide");
        private static readonly Op s_powTensor = new("aten::pow", "Tensor_Tensor");
        private static readonly Op s_pow = new("aten::pow", "Tensor_Scalar");
        private static readonly Op s_powBase = new("aten::pow", "Scalar");
        private static readonly Op s_powTensorInPlace = new("aten::pow_", "Tensor");
        private static readonly Op s_powInPlace = new("aten::pow_", "Scalar");
        private static readonly Op s_neg = new("aten::neg");
        private static readonly Op s_addcmul = new("aten::addcmul");
        private static readonly Op s_addcmulInPlace = new("aten::addcmul_");
        private static readonly Op s_addcdiv = new("aten::addcdiv");
        private static readonly Op s_addcdivInPlace = new("aten::addcdiv_");
        private static readonly Op s_lerp = new("aten::lerp", "Tensor");
        private static readonly Op s_lerpScalar = new("aten::lerp", "Scalar");
        private static readonly Op s_lerpInPlace = new("aten::lerp_", "Tensor");
        private static readonly Op s_lerpScalarInPlace = new("aten::lerp_", "Scalar");

        public Tensor add(Tensor target) => s_add.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => s_add.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => s_add.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => s_add.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => InPlace(s_addInPlace, target);

        public Tensor add_(Tensor target, Scalar alpha) => InPlace(s_addInPlace, target, alpha);

        public Tensor add_(Scalar scalar) => InPlace(s_addInPlace, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(s_addInPlace, scalar, alpha);

        public Tensor sub(Tensor target) => s_sub.Call(this, target);

        public Tensor sub(Tensor target, Scalar alpha) => s_sub.Call(this, target, alpha);

        public Tensor sub(Scalar scalar) => s_sub.Call(this, scalar);

        public Tensor sub_(Tensor target) => InPlace(s_subInPlace, target);

        public Tensor sub_(Tensor target, Scalar alpha) => InPlace(s_subInPlace, target, alpha);

        public Tensor sub_(Scalar scalar) => InPlace(s_subInPlace, scalar);

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor mul(Tensor target) => s_mul.Call(this, target);

        public Tensor mul(Scalar scalar) => s_mul.Call(this, scalar);

        public Tensor mul_(Tensor target) => InPlace(s_mulInPlace, target);

        public Tensor mul_(Scalar scalar) => InPlace(s_mulInPlace, scalar);

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div.Call(this, target) : s_divMode.Call(this, target, ModeName(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div.Call(this, target) : s_divMode.Call(this, target, ModeName(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? InPlace(s_divInPlace, target) : InPlace(s_divModeInPlace, target, ModeName(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? InPlace(s_divInPlace, target) : InPlace(s_divModeInPlace, target, ModeName(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor remainder(Tensor other) => s_remainder.Call(this, other);

        public Tensor remainder(Scalar scalar) => s_remainder.Call(this, scalar);

        public Tensor remainder_(Tensor other) => InPlace(s_remainderInPlace, other);

        public Tensor remainder_(Scalar scalar) => InPlace(s_remainderInPlace, scalar);

        public Tensor fmod(Tensor target) => s_fmod.Call(this, target);

        public Tensor fmod(Scalar scalar) => s_fmod.Call(this, scalar);

        public Tensor floor_divide(Tensor other) => s_floorDivide.Call(this, other);

        public Tensor floor_divide(Scalar other) => s_floorDivide.Call(this, other);

        public Tensor pow(Tensor exponent) => s_powTensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => s_pow.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => InPlace(s_powTensorInPlace, exponent);

        public Tensor pow_(Scalar exponent) => InPlace(s_powInPlace, exponent);

        public Tensor neg() => s_neg.Call(this);

        public Tensor negative() => s_neg.Call(this);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(s_addcmulInPlace, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(s_addcdivInPlace, tensor1, tensor2, value);

        /// <summary>this + weight (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => s_lerp.Call(this, end, weight);

        public Tensor lerp(Tensor end, Scalar weight) => s_lerpScalar.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(s_lerpInPlace, end, weight);

        public Tensor lerp_(Tensor end, Scalar weight) => InPlace(s_lerpScalarInPlace, end, weight);

        internal static Tensor PowerOf(Scalar number, Tensor exponent) => s_powBase.Call(number, exponent);

        internal Tensor SubtractedFrom(Scalar number) => s_rsub.Call(this, number);

        private Tensor InPlace(Op op)
        {
            op.Run(this);
            return this;
        }

        private Tensor InPlace(Op op, Arg a)
        {
            op.Run(this, a);
            return this;
        }

        private Tensor InPlace(Op op, Arg a, Arg b)
        {
            op.Run(this, a, b);
            return this;
        }

        private Tensor InPlace(Op op, Arg a, Arg b, Arg c)
        {
            op.Run(this, a, b, c);
            return this;
        }

        private Tensor InPlace(Op op, Arg a, Arg b, Arg c, Arg d)
        {
            op.Run(this, a, b, c, d);
            return this;
        }

        private static Arg ModeName(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => Arg.None,
        };
    }

    /// <summary>How a division rounds.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }
}
