using System.Diagnostics;
using System.Globalization;

namespace PluginHost.HostileFiles;

/// <summary>Tries the inputs of one format, one line of output for each: verdict, milliseconds, and what was wrong.</summary>
internal static class Child
{
    // Residual memory moves with the collector's own budgets, whatever the file.
    private const long Collector = 256L << 20;

    public static void Run(string name, int seed, int from, int count, string folder)
    {
        var format = new FileFormats(folder, seed).Of(name);
        var file = Path.Combine(folder, format.File);
        Console.WriteLine("ready");
        for (var number = from; number < count; number++)
        {
            var input = format.Input(number);
            File.WriteAllBytes(file, input);
            ClearPeak();
            var (resident, allocated, watch) = (Status("VmRSS:"), GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            var (verdict, what) = Try(format, file);
            watch.Stop();
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            var peak = Status("VmHWM:") - resident;
            var bound = format.Bound(input.Length);
            if (verdict is "refused" or "accepted" && (allocated > bound || peak > bound + Collector))
                (verdict, what) = ("memory", $"{allocated} bytes allocated, {peak} resident, for {input.Length}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict} {watch.Elapsed.TotalMilliseconds:F1} {what}"));
        }
    }

    private static (string Verdict, string What) Try(FileFormat format, string file)
    {
        try
        {
            return (format.Read(file) ? "accepted" : "refused", "");
        }
        catch (Exception exception) when (format.Expected.Contains(exception.GetType()))
        {
            return ("refused", "");
        }
        catch (Exception exception)
        {
            return ("wrong", exception.ToString().ReplaceLineEndings(" "));
        }
    }

    private static void ClearPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
