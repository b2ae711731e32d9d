using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Fourier transforms.</summary>
    public static class fft
    {
        private static readonly Op s_fft = new("aten::fft_fft");
        private static readonly Op s_ifft = new("aten::fft_ifft");
        private static readonly Op s_rfft = new("aten::fft_rfft");
        private static readonly Op s_irfft = new("aten::fft_irfft");
        private static readonly Op s_hfft = new("aten::fft_hfft");
        private static readonly Op s_ihfft = new("aten::fft_ihfft");
        private static readonly Op s_fft2 = new("aten::fft_fft2");
        private static readonly Op s_ifft2 = new("aten::fft_ifft2");
        private static readonly Op s_rfft2 = new("aten::fft_rfft2");
        private static readonly Op s_irfft2 = new("aten::fft_irfft2");
        private static readonly Op s_fftn = new("aten::fft_fftn");
        private static readonly Op s_ifftn = new("aten::fft_ifftn");
        private static readonly Op s_rfftn = new("aten::fft_rfftn");
        private static readonly Op s_irfftn = new("aten::fft_irfftn");
        private static readonly Op s_fftshift = new("aten::fft_fftshift");
        private static readonly Op s_ifftshift = new("aten::fft_ifftshift");
        private static readonly Op s_fftfreq = new("aten::fft_fftfreq");
        private static readonly Op s_rfftfreq = new("aten::fft_rfftfreq");

        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fft.Call(input, Length(n), dim, Name(norm));

        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_ifft.Call(input, Length(n), dim, Name(norm));

        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_rfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_irfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_hfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_ihfft.Call(input, Length(n), dim, Name(norm));

        public static Tensor fft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_fft2.Call(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor ifft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_ifft2.Call(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_rfft2.Call(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_irfft2.Call(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor fftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_fftn.Call(input, s, dim, Name(norm));

        public static Tensor ifftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_ifftn.Call(input, s, dim, Name(norm));

        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_rfftn.Call(input, s, dim, Name(norm));

        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_irfftn.Call(input, s, dim, Name(norm));

        public static Tensor fftshift(Tensor input, long[]? dim = null) => s_fftshift.Call(input, dim);

        public static Tensor ifftshift(Tensor input, long[]? dim = null) => s_ifftshift.Call(input, dim);

        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Options.Finish(s_fftfreq.Call(n, d, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

        public static Tensor rfftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Options.Finish(s_rfftfreq.Call(n, d, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

        private static Arg Length(long n) => n < 0 ? Arg.None : n;

        private static string Name(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
