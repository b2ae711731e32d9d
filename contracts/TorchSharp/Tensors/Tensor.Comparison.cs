using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_eqTensor = new("aten::eq", "Tensor");
        private static readonly Op s_eqTensorInPlace = new("aten::eq_", "Tensor");
        private static readonly Op s_eqScalar = new("aten::eq", "Scalar");
        private static readonly Op s_eqScalarInPlace = new("aten::eq_", "Scalar");
        private static readonly Op s_neTensor = new("aten::ne", "Tensor");
        private static readonly Op s_neTensorInPlace = new("aten::ne_", "Tensor");
        private static readonly Op s_neScalar = new("aten::ne", "Scalar");
        private static readonly Op s_neScalarInPlace = new("aten::ne_", "Scalar");
        private static readonly Op s_ltTensor = new("aten::lt", "Tensor");
        private static readonly Op s_ltTensorInPlace = new("aten::lt_", "Tensor");
        private static readonly Op s_ltScalar = new("aten::lt", "Scalar");
        private static readonly Op s_ltScalarInPlace = new("aten::lt_", "Scalar");
        private static readonly Op s_leTensor = new("aten::le", "Tensor");
        private static readonly Op s_leTensorInPlace = new("aten::le_", "Tensor");
        private static readonly Op s_leScalar = new("aten::le", "Scalar");
        private static readonly Op s_leScalarInPlace = new("aten::le_", "Scalar");
        private static readonly Op s_gtTensor = new("aten::gt", "Tensor");
        private static readonly Op s_gtTensorInPlace = new("aten::gt_", "Tensor");
        private static readonly Op s_gtScalar = new("aten::gt", "Scalar");
        private static readonly Op s_gtScalarInPlace = new("aten::gt_", "Scalar");
        private static readonly Op s_geTensor = new("aten::ge", "Tensor");
        private static readonly Op s_geTensorInPlace = new("aten::ge_", "Tensor");
        private static readonly Op s_geScalar = new("aten::ge", "Scalar");
        private static readonly Op s_geScalarInPlace = new("aten::ge_", "Scalar");
        private static readonly Op s_equal = new("aten::equal");
        private static readonly Op s_allclose = new("aten::allclose");
        private static readonly Op s_isclose = new("aten::isclose");
        private static readonly Op s_isnan = new("aten::isnan");
        private static readonly Op s_isinf = new("aten::isinf");
        private static readonly Op s_isfinite = new("aten::isfinite");
        private static readonly Op s_isposinf = new("aten::isposinf");
        private static readonly Op s_isneginf = new("aten::isneginf");
        private static readonly Op s_isreal = new("aten::isreal");
        private static readonly Op s_logicalAnd = new("aten::logical_and");
        private static readonly Op s_logicalAndInPlace = new("aten::logical_and_");
        private static readonly Op s_logicalOr = new("aten::logical_or");
        private static readonly Op s_logicalOrInPlace = new("aten::logical_or_");
        private static readonly Op s_logicalXor = new("aten::logical_xor");
        private static readonly Op s_logicalXorInPlace = new("aten::logical_xor_");
        private static readonly Op s_logicalNot = new("aten::logical_not");
        private static readonly Op s_logicalNotInPlace = new("aten::logical_not_");
        private static readonly Op s_bitwiseAndTensor = new("aten::bitwise_and", "Tensor");
        private static readonly Op s_bitwiseAndTensorInPlace = new("aten::bitwise_and_", "Tensor");
        private static readonly Op s_bitwiseOrTensor = new("aten::bitwise_or", "Tensor");
        private static readonly Op s_bitwiseOrTensorInPlace = new("aten::bitwise_or_", "Tensor");
        private static readonly Op s_bitwiseXorTensor = new("aten::bitwise_xor", "Tensor");
        private static readonly Op s_bitwiseXorTensorInPlace = new("aten::bitwise_xor_", "Tensor");
        private static readonly Op s_bitwiseNot = new("aten::bitwise_not");
        private static readonly Op s_bitwiseNotInPlace = new("aten::bitwise_not_");
        private static readonly Op s_bitwiseLeftShiftTensor = new("aten::bitwise_left_shift", "Tensor");
        private static readonly Op s_bitwiseLeftShiftTensorInPlace = new("aten::bitwise_left_shift_", "Tensor");
        private static readonly Op s_bitwiseRightShiftTensor = new("aten::bitwise_right_shift", "Tensor");
        private static readonly Op s_bitwiseRightShiftTensorInPlace = new("aten::bitwise_right_shift_", "Tensor");

        public Tensor eq(Tensor target) => s_eqTensor.Call(this, target);

        public Tensor eq_(Tensor target) => InPlace(s_eqTensorInPlace, target);

        public Tensor eq(Scalar target) => s_eqScalar.Call(this, target);

        public Tensor eq_(Scalar target) => InPlace(s_eqScalarInPlace, target);

        public Tensor ne(Tensor target) => s_neTensor.Call(this, target);

        public Tensor ne_(Tensor target) => InPlace(s_neTensorInPlace, target);

        public Tensor ne(Scalar target) => s_neScalar.Call(this, target);

        public Tensor ne_(Scalar target) => InPlace(s_neScalarInPlace, target);

        public Tensor lt(Tensor target) => s_ltTensor.Call(this, target);

        public Tensor lt_(Tensor target) => InPlace(s_ltTensorInPlace, target);

        public Tensor lt(Scalar target) => s_ltScalar.Call(this, target);

        public Tensor lt_(Scalar target) => InPlace(s_ltScalarInPlace, target);

        public Tensor le(Tensor target) => s_leTensor.Call(this, target);

        public Tensor le_(Tensor target) => InPlace(s_leTensorInPlace, target);

        public Tensor le(Scalar target) => s_leScalar.Call(this, target);

        public Tensor le_(Scalar target) => InPlace(s_leScalarInPlace, target);

        public Tensor gt(Tensor target) => s_gtTensor.Call(this, target);

        public Tensor gt_(Tensor target) => InPlace(s_gtTensorInPlace, target);

        public Tensor gt(Scalar target) => s_gtScalar.Call(this, target);

        public Tensor gt_(Scalar target) => InPlace(s_gtScalarInPlace, target);

        public Tensor ge(Tensor target) => s_geTensor.Call(this, target);

        public Tensor ge_(Tensor target) => InPlace(s_geTensorInPlace, target);

        public Tensor ge(Scalar target) => s_geScalar.Call(this, target);

        public Tensor ge_(Scalar target) => InPlace(s_geScalarInPlace, target);

        /// <summary>Whether shapes and all elements are equal.</summary>
        public bool equal(Tensor target) => s_equal.CallValue<bool>(this, target);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            s_allclose.CallValue<bool>(this, target, rtol, atol, equal_nan);

        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            s_isclose.Call(this, other, rtol, atol, nanEqual);

        public Tensor isnan() => s_isnan.Call(this);

        public Tensor isinf() => s_isinf.Call(this);

        public Tensor isfinite() => s_isfinite.Call(this);

        public Tensor isposinf() => s_isposinf.Call(this);

        public Tensor isneginf() => s_isneginf.Call(this);

        public Tensor isreal() => s_isreal.Call(this);

        public Tensor logical_and(Tensor other) => s_logicalAnd.Call(this, other);

        public Tensor logical_and_(Tensor other) => InPlace(s_logicalAndInPlace, other);

        public Tensor logical_or(Tensor other) => s_logicalOr.Call(this, other);

        public Tensor logical_or_(Tensor other) => InPlace(s_logicalOrInPlace, other);

        public Tensor logical_xor(Tensor other) => s_logicalXor.Call(this, other);

        public Tensor logical_xor_(Tensor other) => InPlace(s_logicalXorInPlace, other);

        public Tensor logical_not() => s_logicalNot.Call(this);

        public Tensor logical_not_() => InPlace(s_logicalNotInPlace);

        public Tensor bitwise_and(Tensor other) => s_bitwiseAndTensor.Call(this, other);

        public Tensor bitwise_and_(Tensor other) => InPlace(s_bitwiseAndTensorInPlace, other);

        public Tensor bitwise_or(Tensor other) => s_bitwiseOrTensor.Call(this, other);

        public Tensor bitwise_or_(Tensor other) => InPlace(s_bitwiseOrTensorInPlace, other);

        public Tensor bitwise_xor(Tensor other) => s_bitwiseXorTensor.Call(this, other);

        public Tensor bitwise_xor_(Tensor other) => InPlace(s_bitwiseXorTensorInPlace, other);

        public Tensor bitwise_not() => s_bitwiseNot.Call(this);

        public Tensor bitwise_not_() => InPlace(s_bitwiseNotInPlace);

        public Tensor bitwise_left_shift(Tensor other) => s_bitwiseLeftShiftTensor.Call(this, other);

        public Tensor bitwise_left_shift_(Tensor other) => InPlace(s_bitwiseLeftShiftTensorInPlace, other);

        public Tensor bitwise_right_shift(Tensor other) => s_bitwiseRightShiftTensor.Call(this, other);

        public Tensor bitwise_right_shift_(Tensor other) => InPlace(s_bitwiseRightShiftTensorInPlace, other);
    }
}
