using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class SpectralTests
{
    [Fact]
    public void A_transform_agrees_with_its_defining_sum()
    {
        using var scope = NewDisposeScope();
        double[] signal = [1, 2, -1, 0.5, 3, -2];
        var spectrum = fft.rfft(tensor(signal));

        spectrum.shape.ShouldBe([4]);
        for (var k = 0; k < 4; k++)
        {
            var re = signal.Select((x, n) => x * Math.Cos(2 * Math.PI * k * n / 6)).Sum();
            var im = signal.Select((x, n) => -x * Math.Sin(2 * Math.PI * k * n / 6)).Sum();
            spectrum[k].real.ToDouble().ShouldBe(re, 1e-12);
            spectrum[k].imag.ToDouble().ShouldBe(im, 1e-12);
        }

        fft.irfft(spectrum, 6).ShouldHoldWithin(1e-12, signal);
        fft.ifft(fft.fft_(tensor(signal))).real.ShouldHoldWithin(1e-12, signal);
        fft.fftfreq(4, 0.5).ShouldHold(0, 0.5, -1, -0.5);
    }

    [Theory]
    [InlineData(PaddingModes.Reflect)]
    [InlineData(PaddingModes.Constant)]
    public void A_short_time_transform_is_undone_by_its_inverse(PaddingModes padding)
    {
        using var scope = NewDisposeScope();
        var signal = randn([2, 1000], dtype: float64, generator: new Generator(3));
        var window = hann_window(128, dtype: float64);

        var spectrum = stft(signal, 128, 32, window: window, pad_mode: padding, return_complex: true);
        spectrum.shape.ShouldBe([2, 65, 32]);
        istft(spectrum, 128, 32, window: window, length: 1000).ShouldBeNear(signal, 1e-10);

        stft(signal[0], 128, 32, window: window, return_complex: false).shape.ShouldBe([65, 32, 2]);
    }

    [Fact]
    public void A_centred_frame_is_the_transform_of_the_reflected_signal()
    {
        using var scope = NewDisposeScope();
        var signal = arange(0.0, 16.0, 1.0, dtype: float64);

        // Frame 0 with n_fft 4 covers samples 2, 1 | 0, 1 of the reflected signal.
        var frame = stft(signal, 4, 2, return_complex: true)[TensorIndex.Colon, 0];
        frame.real.ShouldHoldWithin(1e-12, 4, 2, 0);
        frame.imag.ShouldHoldWithin(1e-12, 0, 0, 0);
    }
}
