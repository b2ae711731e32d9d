using System.Diagnostics;
using System.Globalization;

namespace PluginHost.Benchmarks;

/// <summary>What several processes of one trial took.</summary>
/// <param name="Inside">Milliseconds measured inside each process, ascending.</param>
/// <param name="Processor">Milliseconds of processor time of each process in all, ascending: what load on the machine stretches less.</param>
/// <param name="Outside">Milliseconds from the start of each process to its end, ascending.</param>
/// <param name="Items">How many things the trial dealt with.</param>
internal sealed record Repetition(double[] Inside, double[] Processor, double[] Outside, int Items)
{
    public double Least => Inside[0];

    public double Median => Inside[Inside.Length / 2];

    public double MedianProcessor => Processor[Processor.Length / 2];

    public double MedianOutside => Outside[Outside.Length / 2];

    public static Repetition Of(string trial, string argument, int times)
    {
        var (inside, processor, outside, items) = (new List<double>(), new List<double>(), new List<double>(), 0);
        // The first one warms the file cache and does not count.
        for (var i = 0; i <= times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(
                "dotnet",
                [typeof(Repetition).Assembly.Location, "--trial", trial, argument]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (process.ExitCode != 0) throw new InvalidOperationException($"The trial '{trial}' failed.");
            var parts = output.Split(' ', StringSplitOptions.TrimEntries);
            items = int.Parse(parts[2], CultureInfo.InvariantCulture);
            if (i == 0) continue;
            inside.Add(double.Parse(parts[0], CultureInfo.InvariantCulture));
            processor.Add(double.Parse(parts[1], CultureInfo.InvariantCulture));
            outside.Add(elapsed);
        }

        return new([.. inside.Order()], [.. processor.Order()], [.. outside.Order()], items);
    }
}
