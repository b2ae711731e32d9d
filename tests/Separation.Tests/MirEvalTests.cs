using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Plugins.BssEval;

namespace PluginHost.Separation.Tests;

/// <summary>Figures beside those that mir_eval 0.7 (Debian's python3-mir-eval) computes from the same signals.</summary>
public sealed class MirEvalTests
{
    // mir_eval has no option for the filter's length; its decomposition takes one.
    private const string Script = """
        import sys, warnings, numpy
        warnings.simplefilter("ignore")
        from mir_eval import separation
        sources, length, taps = (int(value) for value in sys.argv[2:])
        rows = numpy.fromfile(sys.argv[1]).reshape(2 * sources, length)
        decompose = separation._bss_decomp_mtifilt
        separation._bss_decomp_mtifilt = lambda references, estimate, j, flen: decompose(references, estimate, j, taps)
        found = separation.bss_eval_sources(rows[:sources], rows[sources:], compute_permutation=False)
        for row in zip(*found[:3]): print(*(repr(float(value)) for value in row))
        """;

    public enum Kind
    {
        /// <summary>White noise.</summary>
        Noise,

        /// <summary>Sums of fading sines in noise at -40 dB, and at -70 dB.</summary>
        Sines,
        QuietSines,

        /// <summary>Fading sines in 16 bits.</summary>
        Samples,

        /// <summary>Sines alone, almost without noise: the Gram matrix is close to singular, and the projections are written out.</summary>
        PureSines,

        /// <summary>White noise, of which an estimate has all but a part below -100 dB: energies alone would not show it.</summary>
        NearlyPerfect,
    }

    [MirEvalTheory]
    [InlineData(Kind.Noise, 2, 6000, 512)]
    [InlineData(Kind.Noise, 2, 65280, 512)]
    [InlineData(Kind.Noise, 1, 4000, 512)]
    [InlineData(Kind.Noise, 2, 4000, 1)]
    [InlineData(Kind.Noise, 2, 900, 300)]
    [InlineData(Kind.Noise, 2, 60, 100)]
    [InlineData(Kind.Noise, 3, 5000, 200)]
    [InlineData(Kind.Noise, 4, 5000, 100)]
    [InlineData(Kind.Noise, 6, 2000, 16)]
    [InlineData(Kind.Sines, 2, 20000, 512)]
    [InlineData(Kind.Sines, 2, 5000, 31)]
    [InlineData(Kind.Sines, 3, 6000, 128)]
    [InlineData(Kind.Sines, 2, 9000, 700)]
    [InlineData(Kind.QuietSines, 2, 20000, 512)]
    [InlineData(Kind.QuietSines, 3, 6000, 64)]
    [InlineData(Kind.Samples, 2, 20000, 512)]
    [InlineData(Kind.PureSines, 2, 8000, 64)]
    [InlineData(Kind.NearlyPerfect, 2, 6000, 64)]
    [InlineData(Kind.NearlyPerfect, 3, 4000, 32)]
    public void Figures_are_mir_evals(Kind kind, int sources, int length, int taps)
    {
        using var scope = NewDisposeScope();
        var references = Enumerable.Range(0, sources).Select(source => Reference(kind, source, length)).ToArray();
        var rest = kind == Kind.NearlyPerfect ? 1e-6 : 1;
        var estimates = Enumerable.Range(0, sources).Select(source => Estimate(references, source, rest)).ToArray();
        var found = SourceEvaluation.Compare(Stack(references), Stack(estimates), taps);
        var expected = Python(references, estimates, taps);
        for (var source = 0; source < sources; source++)
        {
            Same(found[source].Sdr, expected[source][0]);
            Same(found[source].Sir, expected[source][1]);
            Same(found[source].Sar, expected[source][2]);
        }
    }

    // Above 200 dB is what rounding leaves: with more delays than samples there are no artefacts, with one reference no interference.
    private static void Same(double ratio, double expected)
    {
        if (expected > 200) ratio.ShouldBeGreaterThan(200);
        else ratio.ShouldBe(expected, 1e-6);
    }

    private static double[] Reference(Kind kind, int source, int length)
    {
        var noise = Lcg.Draw(100 + source, length);
        if (kind == Kind.Noise) return noise;
        if (kind == Kind.NearlyPerfect)
        {
            // Silence at the end, so that no filter's tail is cut off.
            noise.AsSpan(length - 10).Clear();
            return noise;
        }

        var level = kind switch { Kind.Sines => 1e-2, Kind.QuietSines => 3e-4, Kind.Samples => 0, _ => 1e-7 };
        var sound = new double[length];
        for (var tone = 0; tone < 20; tone++)
        {
            var (hertz, phase, begin) = (110 * (source + 1) * Math.Pow(1.13, tone), 1.7 * tone, length / 25 * tone % length);
            for (var n = begin; n < length; n++)
            {
                sound[n] += Math.Exp((begin - n) / 4000.0) * Math.Sin((2 * Math.PI * hertz * n / 11025) + phase) / 5;
            }
        }

        return [.. sound.Zip(noise, (value, rest) => kind == Kind.Samples ? Math.Round(value * 8192) / 32768 : value + (level * rest))];
    }

    // The reference through a filter; the others through another and some noise, times a factor.
    private static double[] Estimate(double[][] references, int source, double rest)
    {
        var length = references[0].Length;
        var noise = Lcg.Draw(200 + source, length);
        var estimate = new double[length];
        for (var n = 0; n < length; n++)
        {
            estimate[n] = (0.9 * references[source][n]) - (0.3 * (n < 2 ? 0 : references[source][n - 2])) + (rest * 0.01 * noise[n]);
            for (var other = 0; other < references.Length; other++)
            {
                if (other != source) estimate[n] += rest * ((0.1 * references[other][n]) + (0.05 * (n < 5 ? 0 : references[other][n - 5])));
            }
        }

        return estimate;
    }

    private static double[][] Python(double[][] references, double[][] estimates, int taps)
    {
        var file = Path.GetTempFileName();
        try
        {
            double[] values = [.. references.SelectMany(row => row), .. estimates.SelectMany(row => row)];
            File.WriteAllBytes(file, MemoryMarshal.AsBytes<double>(values));
            var numbers = new[] { references.Length, references[0].Length, taps }.Select(number => number.ToString(CultureInfo.InvariantCulture));
            var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, file, .. numbers])
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, errors.Result);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Row)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double[] Row(string line) =>
        [.. line.Split(' ').Select(text => text == "inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture))];

    private static Tensor Stack(double[][] signals) => stack([.. signals.Select(signal => tensor(signal, dtype: ScalarType.Float64))], 0);
}

/// <summary>A theory that needs Debian's python3-mir-eval, which tests/run.sh installs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MirEvalTheoryAttribute : TheoryAttribute
{
    private const string Module = "/usr/lib/python3/dist-packages/mir_eval";

    public MirEvalTheoryAttribute()
    {
        if (!Directory.Exists(Module)) Skip = "python3-mir-eval (Debian) is not installed";
    }
}
