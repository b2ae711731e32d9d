using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_stft = new("aten::stft");
    private static readonly Op s_istft = new("aten::istft");
    private static readonly Op s_padSignal = new("aten::pad");
    private static readonly Op s_hann = new("aten::hann_window", "periodic");
    private static readonly Op s_hamming = new("aten::hamming_window", "periodic_alpha_beta");
    private static readonly Op s_blackman = new("aten::blackman_window", "periodic");
    private static readonly Op s_bartlett = new("aten::bartlett_window", "periodic");
    private static readonly Op s_kaiser = new("aten::kaiser_window", "beta");

    /// <summary>
    /// Short-time Fourier transform of [L] or [B, L]: [.., n_fft / 2 + 1, frames], complex or with a last dimension (real, imaginary).
    /// hop_length defaults to n_fft / 4, win_length to n_fft, the window to ones.
    /// </summary>
    public static Tensor stft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null,
        bool center = true,
        PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
        input.stft(n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);

    /// <summary>Inverse of <see cref="stft"/> by weighted overlap-add; <paramref name="length"/> trims or pads the signal.</summary>
    public static Tensor istft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null,
        bool center = true,
        bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        input.istft(n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Options.Finish(s_hann.Call(len, periodic, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false) =>
        Options.Finish(s_hamming.Call(len, periodic, alpha, beta, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Options.Finish(s_blackman.Call(len, periodic, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Options.Finish(s_bartlett.Call(len, periodic, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Options.Finish(s_kaiser.Call(len, periodic, beta, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public partial class Tensor
    {
        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true,
            PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null)
        {
            if (!center)
            {
                return Transformed(this, n_fft, hop_length, win_length, window, normalized, onesided, return_complex);
            }

            using var scope = NewDisposeScope();
            var half = n_fft / 2;
            var batched = ndim > 1 ? this : unsqueeze(0);
            var padded = s_padSignal.Call(batched.unsqueeze(1), new[] { half, half }, PadName(pad_mode)).squeeze(1);
            var signal = ndim > 1 ? padded : padded.squeeze(0);
            return Transformed(signal, n_fft, hop_length, win_length, window, normalized, onesided,
                return_complex).MoveToOuterDisposeScope();
        }

        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true,
            bool normalized = false,
            bool? onesided = null, long length = -1, bool return_complex = false)
        {
            using var scope = NewDisposeScope();
            var spectrum = is_complex() ? this : view_as_complex();
            return s_istft.Call(spectrum, n_fft, Given(hop_length), Given(win_length), window, center, normalized, onesided,
                Given(length), return_complex)
                .MoveToOuterDisposeScope();
        }

        /// <summary>The operator's padding of the centred form differs between versions of libtorch, so the caller pads.</summary>
        private static Tensor Transformed(Tensor signal, long n_fft, long hop, long win, Tensor? window, bool normalized, bool? onesided,
            bool? complex)
        {
            var wanted = complex ?? signal.is_complex();
            var result = s_stft.Call(signal, n_fft, Given(hop), Given(win), window, normalized, onesided, true);
            if (wanted)
            {
                return result;
            }

            using (result)
            {
                return result.view_as_real();
            }
        }

        private static Arg Given(long value) => value < 0 ? Arg.None : value;

        private static string PadName(PaddingModes mode) => mode switch
        {
            PaddingModes.Reflect => "reflect",
            PaddingModes.Replicate => "replicate",
            PaddingModes.Circular => "circular",
            _ => "constant",
        };
    }
}
