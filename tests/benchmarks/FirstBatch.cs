using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Benchmarks;

/// <summary>How long several processes took from their start to the first batch of a job, and to what lies on the way.</summary>
/// <param name="Whole">Milliseconds from the start of the process to the first batch in a strategy's hands, ascending.</param>
/// <param name="Processor">Milliseconds of processor time until then, ascending.</param>
/// <param name="Stations">The median times, from the start of the process, of what <c>strategy.start-probe</c> notes, in its order.</param>
internal sealed record FirstBatch(double[] Whole, double[] Processor, IReadOnlyList<(string Name, double Median)> Stations)
{
    // The probe ends its process so: 128 and the signal's number.
    private const int Killed = 137;

    private static readonly string Host = Path.Combine(BuiltTree.Artifacts, "host", "dotnet-host.dll");

    public double Median => Whole[Whole.Length / 2];

    public double Least => Whole[0];

    public double MedianProcessor => Processor[Processor.Length / 2];

    /// <summary>Keeps the data of the default job in a file, as <c>data prepare</c> does.</summary>
    public static void Prepare(string file) => Start(["data", "prepare", Job, "--to", file], exitCode: 0);

    /// <summary>Measures the default job.</summary>
    /// <param name="times">How many processes count.</param>
    /// <param name="prepared">A file with its data; <see langword="null"/> to make the data anew.</param>
    public static FirstBatch Of(int times, string? prepared)
    {
        var folder = Directory.CreateTempSubdirectory("pluginhost-benchmark-").FullName;
        try
        {
            var notes = Path.Combine(folder, "notes");
            var probe = new JsonObject { ["use"] = "start-probe", ["options"] = new JsonObject { ["file"] = notes } };
            List<string> arguments =
            [
                "run", Job, "--plugins", Path.Combine(BuiltTree.Artifacts, "benchmarks", "plugins", "strategy.start-probe"),
                "--set", $"strategy={new JsonArray("contav-sep", probe).ToJsonString()}",
            ];
            if (prepared is not null)
            {
                var data = new JsonObject { ["use"] = "prepared", ["options"] = new JsonObject { ["file"] = prepared } };
                arguments.AddRange("--set", $"dataset={data.ToJsonString()}");
            }

            var (taken, processor) = (new List<(string Name, double Time)[]>(), new List<double>());
            // The first one warms the file cache and does not count.
            for (var i = 0; i <= times; i++)
            {
                var start = Stopwatch.GetTimestamp();
                Start([.. arguments, "--output", Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture))], Killed);
                var lines = File.ReadAllLines(notes).Select(line => (line[..line.LastIndexOf(' ')], long.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)));
                var told = lines.ToArray();
                File.Delete(notes);
                if (i == 0) continue;
                taken.Add([.. told[..^1].Select(each => (each.Item1, Stopwatch.GetElapsedTime(start, each.Item2).TotalMilliseconds))]);
                processor.Add(TimeSpan.FromTicks(told[^1].Item2).TotalMilliseconds);
            }

            var stations = taken[0].Select(station => (station.Name, Middle(taken.Select(each => Array.Find(each, other => other.Name == station.Name).Time)))).ToArray();
            return new([.. taken.Select(each => each[^1].Time).Order()], [.. processor.Order()], stations);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Job => Path.Combine(BuiltTree.Repository, "plugins.json");

    private static double Middle(IEnumerable<double> times) => times.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static void Start(IEnumerable<string> arguments, int exitCode)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Host, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != exitCode) throw new InvalidOperationException($"The host ended with {process.ExitCode}: {errors.Result}");
    }
}
