using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Learning;
using PluginHost.Learning.Separation;
using PluginHost.Plugins.BssEval;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Benchmarks.BssEval;

/// <summary>
/// Scores the mixtures of a file and times itself. Arguments: the file (float32: references slot by slot, estimates likewise, mixtures),
/// the number of mixtures, of sources, of samples and of taps. For each line "threads" it measures all once and writes the milliseconds of
/// a mixture; "compare" compares the estimates alone, on one thread; "correlate" does the first part of the work, the correlations, on one
/// thread; "figures" gives SDR, SIR, SAR and SDR_mix, a row of the metric on each line.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var (items, sources, samples, taps) = (Number(arguments[1]), Number(arguments[2]), Number(arguments[3]), Number(arguments[4]));
        using var prediction = Read(arguments[0], items, sources, samples);
        var metric = new BssEvalMetric(new() { FilterLength = taps });
        while (Console.ReadLine() is { } line)
        {
            if (line == "figures")
            {
                foreach (var row in metric.Measure(prediction))
                {
                    Console.WriteLine(row is null ? "skipped" : string.Join(' ', row.Select(Text)));
                }

                Console.WriteLine();
                continue;
            }

            if (line == "correlate")
            {
                Console.WriteLine(Text(Correlate(prediction, items, sources, taps)));
                continue;
            }

            if (line == "compare")
            {
                set_num_threads(1);
                var watch = Stopwatch.StartNew();
                Compare(prediction, items, sources, taps);
                Console.WriteLine(Text(watch.Elapsed.TotalMilliseconds / items));
                continue;
            }

            set_num_threads(Number(line));
            var time = Stopwatch.StartNew();
            metric.Measure(prediction);
            Console.WriteLine(Text(time.Elapsed.TotalMilliseconds / items));
        }

        return 0;
    }

    private static void Compare(Prediction prediction, int items, int sources, int taps)
    {
        using var scope = NewDisposeScope();
        var references = prediction[SeparationKeys.References].view(sources, items, -1);
        var estimates = prediction[SeparationKeys.Estimates].view(sources, items, -1);
        for (var item = 0; item < items; item++) SourceEvaluation.Compare(references.select(1, item), estimates.select(1, item), taps);
    }

    // The first part of the metric's work, on one thread.
    private static double Correlate(Prediction prediction, int items, int sources, int taps)
    {
        using var scope = NewDisposeScope();
        var comparison = new Comparison(taps);
        var references = prediction[SeparationKeys.References].unbind(0);
        var estimates = prediction[SeparationKeys.Estimates].unbind(0);
        var mixtures = prediction[SeparationKeys.Mixtures].unbind(0);
        var watch = Stopwatch.StartNew();
        for (var item = 0; item < items; item++)
        {
            var own = Enumerable.Range(0, sources).Select(slot => (slot * items) + item).ToArray();
            Tensor[] rows = [.. own.Select(row => references[row]), .. own.Select(row => estimates[row]), mixtures[item]];
            comparison.Correlate(new SignalRows<float>(rows), sources);
        }

        return watch.Elapsed.TotalMilliseconds / items;
    }

    private static Prediction Read(string file, int items, int sources, int samples)
    {
        var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
        using var scope = NewDisposeScope();
        var rows = tensor(values).view(-1, samples);
        var sample = new SampleInfo { Id = "a", Split = Split.Test };
        var draw = new Draw { Sources = [.. Enumerable.Repeat(new DrawSource { Sample = sample }, sources)], Training = false };
        return new([.. Enumerable.Repeat(draw, items)], new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.References] = rows.narrow(0, 0, items * sources).clone(),
            [SeparationKeys.Estimates] = rows.narrow(0, items * sources, items * sources).clone(),
            [SeparationKeys.Mixtures] = rows.narrow(0, 2 * items * sources, items).clone(),
        });
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
