using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_round = new("aten::round");
        private static readonly Op s_roundInPlace = new("aten::round_");
        private static readonly Op s_roundDecimals = new("aten::round", "decimals");
        private static readonly Op s_roundDecimalsInPlace = new("aten::round_", "decimals");
        private static readonly Op s_angle = new("aten::angle");
        private static readonly Op s_conj = new("aten::conj");
        private static readonly Op s_resolveConj = new("aten::resolve_conj");
        private static readonly Op s_i0 = new("aten::i0");
        private static readonly Op s_positive = new("aten::positive");
        private static readonly Op s_logit = new("aten::logit");
        private static readonly Op s_logitInPlace = new("aten::logit_");
        private static readonly Op s_atan2 = new("aten::atan2");
        private static readonly Op s_atan2InPlace = new("aten::atan2_");
        private static readonly Op s_hypot = new("aten::hypot");
        private static readonly Op s_hypotInPlace = new("aten::hypot_");
        private static readonly Op s_logaddexp = new("aten::logaddexp");
        private static readonly Op s_logaddexp2 = new("aten::logaddexp2");
        private static readonly Op s_xlogyTensor = new("aten::xlogy", "Tensor");
        private static readonly Op s_xlogyTensorInPlace = new("aten::xlogy_", "Tensor");
        private static readonly Op s_maximum = new("aten::maximum");
        private static readonly Op s_minimum = new("aten::minimum");
        private static readonly Op s_fmax = new("aten::fmax");
        private static readonly Op s_fmin = new("aten::fmin");
        private static readonly Op s_clamp = new("aten::clamp");
        private static readonly Op s_clampInPlace = new("aten::clamp_");
        private static readonly Op s_clampTensor = new("aten::clamp", "Tensor");
        private static readonly Op s_clampTensorInPlace = new("aten::clamp_", "Tensor");
        private static readonly Op s_clampMin = new("aten::clamp_min");
        private static readonly Op s_clampMinInPlace = new("aten::clamp_min_");
        private static readonly Op s_clampMax = new("aten::clamp_max");
        private static readonly Op s_clampMaxInPlace = new("aten::clamp_max_");
        private static readonly Op s_clip = new("aten::clip");
        private static readonly Op s_clipInPlace = new("aten::clip_");
        private static readonly Op s_nanToNum = new("aten::nan_to_num");
        private static readonly Op s_nanToNumInPlace = new("aten::nan_to_num_");
        private static readonly Op s_softmaxInt = new("aten::softmax", "int");
        private static readonly Op s_logSoftmaxInt = new("aten::log_softmax", "int");
        private static readonly Op s_polygamma = new("aten::polygamma");
        private static readonly Op s_copysignTensor = new("aten::copysign", "Tensor");
        private static readonly Op s_copysignTensorInPlace = new("aten::copysign_", "Tensor");
        private static readonly Op s_heaviside = new("aten::heaviside");
        private static readonly Op s_gcd = new("aten::gcd");
        private static readonly Op s_lcm = new("aten::lcm");
        private static readonly Op s_leakyRelu = new("aten::leaky_relu");
        private static readonly Op s_leakyReluInPlace = new("aten::leaky_relu_");
        private static readonly Op s_elu = new("aten::elu");
        private static readonly Op s_eluInPlace = new("aten::elu_");
        private static readonly Op s_gelu = new("aten::gelu");
        private static readonly Op s_silu = new("aten::silu");
        private static readonly Op s_siluInPlace = new("aten::silu_");
        private static readonly Op s_mish = new("aten::mish");
        private static readonly Op s_mishInPlace = new("aten::mish_");
        private static readonly Op s_selu = new("aten::selu");
        private static readonly Op s_seluInPlace = new("aten::selu_");
        private static readonly Op s_celu = new("aten::celu");
        private static readonly Op s_celuInPlace = new("aten::celu_");
        private static readonly Op s_relu6 = new("aten::relu6");
        private static readonly Op s_relu6InPlace = new("aten::relu6_");
        private static readonly Op s_hardtanh = new("aten::hardtanh");
        private static readonly Op s_hardtanhInPlace = new("aten::hardtanh_");
        private static readonly Op s_hardsigmoid = new("aten::hardsigmoid");
        private static readonly Op s_hardsigmoidInPlace = new("aten::hardsigmoid_");
        private static readonly Op s_hardswish = new("aten::hardswish");
        private static readonly Op s_hardswishInPlace = new("aten::hardswish_");
        private static readonly Op s_softplus = new("aten::softplus");
        private static readonly Op s_logSigmoid = new("aten::log_sigmoid");
        private static readonly Op s_prelu = new("aten::prelu");

        public Tensor round() => s_round.Call(this);

        public Tensor round_() => InPlace(s_roundInPlace);

        public Tensor round(long decimals) => s_roundDecimals.Call(this, decimals);

        public Tensor round_(long decimals) => InPlace(s_roundDecimalsInPlace, decimals);

        public Tensor angle() => s_angle.Call(this);

        public Tensor conj() => s_conj.Call(this);

        public Tensor resolve_conj() => s_resolveConj.Call(this);

        public Tensor i0() => s_i0.Call(this);

        public Tensor positive() => s_positive.Call(this);

        public Tensor logit(double? eps = null) => s_logit.Call(this, eps);

        public Tensor logit_(double? eps = null) => InPlace(s_logitInPlace, eps);

        public Tensor atan2(Tensor other) => s_atan2.Call(this, other);

        public Tensor atan2_(Tensor other) => InPlace(s_atan2InPlace, other);

        public Tensor hypot(Tensor other) => s_hypot.Call(this, other);

        public Tensor hypot_(Tensor other) => InPlace(s_hypotInPlace, other);

        public Tensor logaddexp(Tensor other) => s_logaddexp.Call(this, other);

        public Tensor logaddexp2(Tensor other) => s_logaddexp2.Call(this, other);

        public Tensor xlogy(Tensor other) => s_xlogyTensor.Call(this, other);

        public Tensor xlogy_(Tensor other) => InPlace(s_xlogyTensorInPlace, other);

        public Tensor maximum(Tensor other) => s_maximum.Call(this, other);

        public Tensor minimum(Tensor other) => s_minimum.Call(this, other);

        public Tensor fmax(Tensor other) => s_fmax.Call(this, other);

        public Tensor fmin(Tensor other) => s_fmin.Call(this, other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => s_clamp.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(s_clampInPlace, min, max);

        public Tensor clamp(Tensor? min, Tensor? max = null) => s_clampTensor.Call(this, min, max);

        public Tensor clamp_(Tensor? min, Tensor? max = null) => InPlace(s_clampTensorInPlace, min, max);

        public Tensor clamp_min(Scalar min) => s_clampMin.Call(this, min);

        public Tensor clamp_min_(Scalar min) => InPlace(s_clampMinInPlace, min);

        public Tensor clamp_max(Scalar max) => s_clampMax.Call(this, max);

        public Tensor clamp_max_(Scalar max) => InPlace(s_clampMaxInPlace, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => s_clip.Call(this, min, max);

        public Tensor clip_(Scalar? min = null, Scalar? max = null) => InPlace(s_clipInPlace, min, max);

        public Tensor nan_to_num(double? nan = null, double? posinf = null, double? neginf = null) =>
            s_nanToNum.Call(this, nan, posinf, neginf);

        public Tensor nan_to_num_(double? nan = null, double? posinf = null, double? neginf = null) =>
            InPlace(s_nanToNumInPlace, nan, posinf, neginf);

        public Tensor softmax(long dim, ScalarType? dtype = null) => s_softmaxInt.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => s_logSoftmaxInt.Call(this, dim, dtype);

        public Tensor polygamma(long n) => s_polygamma.Call(n, this);

        public Tensor copysign(Tensor other) => s_copysignTensor.Call(this, other);

        public Tensor copysign_(Tensor other) => InPlace(s_copysignTensorInPlace, other);

        public Tensor heaviside(Tensor values) => s_heaviside.Call(this, values);

        public Tensor gcd(Tensor other) => s_gcd.Call(this, other);

        public Tensor lcm(Tensor other) => s_lcm.Call(this, other);

        public Tensor leaky_relu(Scalar negative_slope) => s_leakyRelu.Call(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => InPlace(s_leakyReluInPlace, negative_slope);

        public Tensor elu(Scalar alpha) => s_elu.Call(this, alpha);

        public Tensor elu_(Scalar alpha) => InPlace(s_eluInPlace, alpha);

        public Tensor gelu() => s_gelu.Call(this);

        public Tensor silu() => s_silu.Call(this);

        public Tensor silu_() => InPlace(s_siluInPlace);

        public Tensor mish() => s_mish.Call(this);

        public Tensor mish_() => InPlace(s_mishInPlace);

        public Tensor selu() => s_selu.Call(this);

        public Tensor selu_() => InPlace(s_seluInPlace);

        public Tensor celu() => s_celu.Call(this);

        public Tensor celu_() => InPlace(s_celuInPlace);

        public Tensor relu6() => s_relu6.Call(this);

        public Tensor relu6_() => InPlace(s_relu6InPlace);

        public Tensor hardtanh(Scalar min_val, Scalar max_val) => s_hardtanh.Call(this, min_val, max_val);

        public Tensor hardtanh_(Scalar min_val, Scalar max_val) => InPlace(s_hardtanhInPlace, min_val, max_val);

        public Tensor hardsigmoid() => s_hardsigmoid.Call(this);

        public Tensor hardsigmoid_() => InPlace(s_hardsigmoidInPlace);

        public Tensor hardswish() => s_hardswish.Call(this);

        public Tensor hardswish_() => InPlace(s_hardswishInPlace);

        public Tensor softplus(double beta = 1, double threshold = 20) => s_softplus.Call(this, beta, threshold);

        public Tensor log_sigmoid() => s_logSigmoid.Call(this);

        public Tensor prelu(Tensor target) => s_prelu.Call(this, target);
    }
}
