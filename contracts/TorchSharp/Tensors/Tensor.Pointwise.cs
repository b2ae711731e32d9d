using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_abs = new("aten::abs");
        private static readonly Op s_absInPlace = new("aten::abs_");
        private static readonly Op s_acos = new("aten::acos");
        private static readonly Op s_acosInPlace = new("aten::acos_");
        private static readonly Op s_acosh = new("aten::acosh");
        private static readonly Op s_acoshInPlace = new("aten::acosh_");
        private static readonly Op s_asin = new("aten::asin");
        private static readonly Op s_asinInPlace = new("aten::asin_");
        private static readonly Op s_asinh = new("aten::asinh");
        private static readonly Op s_asinhInPlace = new("aten::asinh_");
        private static readonly Op s_atan = new("aten::atan");
        private static readonly Op s_atanInPlace = new("aten::atan_");
        private static readonly Op s_atanh = new("aten::atanh");
        private static readonly Op s_atanhInPlace = new("aten::atanh_");
        private static readonly Op s_ceil = new("aten::ceil");
        private static readonly Op s_ceilInPlace = new("aten::ceil_");
        private static readonly Op s_cos = new("aten::cos");
        private static readonly Op s_cosInPlace = new("aten::cos_");
        private static readonly Op s_cosh = new("aten::cosh");
        private static readonly Op s_coshInPlace = new("aten::cosh_");
        private static readonly Op s_deg2rad = new("aten::deg2rad");
        private static readonly Op s_deg2radInPlace = new("aten::deg2rad_");
        private static readonly Op s_digamma = new("aten::digamma");
        private static readonly Op s_digammaInPlace = new("aten::digamma_");
        private static readonly Op s_erf = new("aten::erf");
        private static readonly Op s_erfInPlace = new("aten::erf_");
        private static readonly Op s_erfc = new("aten::erfc");
        private static readonly Op s_erfcInPlace = new("aten::erfc_");
        private static readonly Op s_erfinv = new("aten::erfinv");
        private static readonly Op s_erfinvInPlace = new("aten::erfinv_");
        private static readonly Op s_exp = new("aten::exp");
        private static readonly Op s_expInPlace = new("aten::exp_");
        private static readonly Op s_exp2 = new("aten::exp2");
        private static readonly Op s_exp2InPlace = new("aten::exp2_");
        private static readonly Op s_expm1 = new("aten::expm1");
        private static readonly Op s_expm1InPlace = new("aten::expm1_");
        private static readonly Op s_floor = new("aten::floor");
        private static readonly Op s_floorInPlace = new("aten::floor_");
        private static readonly Op s_frac = new("aten::frac");
        private static readonly Op s_fracInPlace = new("aten::frac_");
        private static readonly Op s_lgamma = new("aten::lgamma");
        private static readonly Op s_lgammaInPlace = new("aten::lgamma_");
        private static readonly Op s_log = new("aten::log");
        private static readonly Op s_logInPlace = new("aten::log_");
        private static readonly Op s_log10 = new("aten::log10");
        private static readonly Op s_log10InPlace = new("aten::log10_");
        private static readonly Op s_log1p = new("aten::log1p");
        private static readonly Op s_log1pInPlace = new("aten::log1p_");
        private static readonly Op s_log2 = new("aten::log2");
        private static readonly Op s_log2InPlace = new("aten::log2_");
        private static readonly Op s_rad2deg = new("aten::rad2deg");
        private static readonly Op s_rad2degInPlace = new("aten::rad2deg_");
        private static readonly Op s_reciprocal = new("aten::reciprocal");
        private static readonly Op s_reciprocalInPlace = new("aten::reciprocal_");
        private static readonly Op s_rsqrt = new("aten::rsqrt");
        private static readonly Op s_rsqrtInPlace = new("aten::rsqrt_");
        private static readonly Op s_sgn = new("aten::sgn");
        private static readonly Op s_sgnInPlace = new("aten::sgn_");
        private static readonly Op s_sigmoid = new("aten::sigmoid");
        private static readonly Op s_sigmoidInPlace = new("aten::sigmoid_");
        private static readonly Op s_sign = new("aten::sign");
        private static readonly Op s_signInPlace = new("aten::sign_");
        private static readonly Op s_signbit = new("aten::signbit");
        private static readonly Op s_sin = new("aten::sin");
        private static readonly Op s_sinInPlace = new("aten::sin_");
        private static readonly Op s_sinc = new("aten::sinc");
        private static readonly Op s_sincInPlace = new("aten::sinc_");
        private static readonly Op s_sinh = new("aten::sinh");
        private static readonly Op s_sinhInPlace = new("aten::sinh_");
        private static readonly Op s_sqrt = new("aten::sqrt");
        private static readonly Op s_sqrtInPlace = new("aten::sqrt_");
        private static readonly Op s_square = new("aten::square");
        private static readonly Op s_squareInPlace = new("aten::square_");
        private static readonly Op s_tan = new("aten::tan");
        private static readonly Op s_tanInPlace = new("aten::tan_");
        private static readonly Op s_tanh = new("aten::tanh");
        private static readonly Op s_tanhInPlace = new("aten::tanh_");
        private static readonly Op s_trunc = new("aten::trunc");
        private static readonly Op s_truncInPlace = new("aten::trunc_");
        private static readonly Op s_relu = new("aten::relu");
        private static readonly Op s_reluInPlace = new("aten::relu_");

        public Tensor abs() => s_abs.Call(this);

        public Tensor abs_() => InPlace(s_absInPlace);

        public Tensor acos() => s_acos.Call(this);

        public Tensor acos_() => InPlace(s_acosInPlace);

        public Tensor acosh() => s_acosh.Call(this);

        public Tensor acosh_() => InPlace(s_acoshInPlace);

        public Tensor asin() => s_asin.Call(this);

        public Tensor asin_() => InPlace(s_asinInPlace);

        public Tensor asinh() => s_asinh.Call(this);

        public Tensor asinh_() => InPlace(s_asinhInPlace);

        public Tensor atan() => s_atan.Call(this);

        public Tensor atan_() => InPlace(s_atanInPlace);

        public Tensor atanh() => s_atanh.Call(this);

        public Tensor atanh_() => InPlace(s_atanhInPlace);

        public Tensor ceil() => s_ceil.Call(this);

        public Tensor ceil_() => InPlace(s_ceilInPlace);

        public Tensor cos() => s_cos.Call(this);

        public Tensor cos_() => InPlace(s_cosInPlace);

        public Tensor cosh() => s_cosh.Call(this);

        public Tensor cosh_() => InPlace(s_coshInPlace);

        public Tensor deg2rad() => s_deg2rad.Call(this);

        public Tensor deg2rad_() => InPlace(s_deg2radInPlace);

        public Tensor digamma() => s_digamma.Call(this);

        public Tensor digamma_() => InPlace(s_digammaInPlace);

        public Tensor erf() => s_erf.Call(this);

        public Tensor erf_() => InPlace(s_erfInPlace);

        public Tensor erfc() => s_erfc.Call(this);

        public Tensor erfc_() => InPlace(s_erfcInPlace);

        public Tensor erfinv() => s_erfinv.Call(this);

        public Tensor erfinv_() => InPlace(s_erfinvInPlace);

        public Tensor exp() => s_exp.Call(this);

        public Tensor exp_() => InPlace(s_expInPlace);

        public Tensor exp2() => s_exp2.Call(this);

        public Tensor exp2_() => InPlace(s_exp2InPlace);

        public Tensor expm1() => s_expm1.Call(this);

        public Tensor expm1_() => InPlace(s_expm1InPlace);

        public Tensor floor() => s_floor.Call(this);

        public Tensor floor_() => InPlace(s_floorInPlace);

        public Tensor frac() => s_frac.Call(this);

        public Tensor frac_() => InPlace(s_fracInPlace);

        public Tensor lgamma() => s_lgamma.Call(this);

        public Tensor lgamma_() => InPlace(s_lgammaInPlace);

        public Tensor log() => s_log.Call(this);

        public Tensor log_() => InPlace(s_logInPlace);

        public Tensor log10() => s_log10.Call(this);

        public Tensor log10_() => InPlace(s_log10InPlace);

        public Tensor log1p() => s_log1p.Call(this);

        public Tensor log1p_() => InPlace(s_log1pInPlace);

        public Tensor log2() => s_log2.Call(this);

        public Tensor log2_() => InPlace(s_log2InPlace);

        public Tensor rad2deg() => s_rad2deg.Call(this);

        public Tensor rad2deg_() => InPlace(s_rad2degInPlace);

        public Tensor reciprocal() => s_reciprocal.Call(this);

        public Tensor reciprocal_() => InPlace(s_reciprocalInPlace);

        public Tensor rsqrt() => s_rsqrt.Call(this);

        public Tensor rsqrt_() => InPlace(s_rsqrtInPlace);

        public Tensor sgn() => s_sgn.Call(this);

        public Tensor sgn_() => InPlace(s_sgnInPlace);

        public Tensor sigmoid() => s_sigmoid.Call(this);

        public Tensor sigmoid_() => InPlace(s_sigmoidInPlace);

        public Tensor sign() => s_sign.Call(this);

        public Tensor sign_() => InPlace(s_signInPlace);

        public Tensor signbit() => s_signbit.Call(this);

        public Tensor sin() => s_sin.Call(this);

        public Tensor sin_() => InPlace(s_sinInPlace);

        public Tensor sinc() => s_sinc.Call(this);

        public Tensor sinc_() => InPlace(s_sincInPlace);

        public Tensor sinh() => s_sinh.Call(this);

        public Tensor sinh_() => InPlace(s_sinhInPlace);

        public Tensor sqrt() => s_sqrt.Call(this);

        public Tensor sqrt_() => InPlace(s_sqrtInPlace);

        public Tensor square() => s_square.Call(this);

        public Tensor square_() => InPlace(s_squareInPlace);

        public Tensor tan() => s_tan.Call(this);

        public Tensor tan_() => InPlace(s_tanInPlace);

        public Tensor tanh() => s_tanh.Call(this);

        public Tensor tanh_() => InPlace(s_tanhInPlace);

        public Tensor trunc() => s_trunc.Call(this);

        public Tensor trunc_() => InPlace(s_truncInPlace);

        public Tensor relu() => s_relu.Call(this);

        public Tensor relu_() => InPlace(s_reluInPlace);
    }
}
