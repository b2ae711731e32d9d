using System.Diagnostics;
using System.Globalization;

namespace PluginHost.HostileFiles;

/// <summary>One format in child processes: a child that dies or is silent for five seconds is replaced by one that goes on behind.</summary>
internal sealed class Trial(string format, int seed, int inputs, string work)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly string _folder = Path.Combine(work, format);
    private int _done;
    private double _slowest;

    public bool Failed => _counts.Keys.Any(verdict => verdict is not ("refused" or "accepted"));

    public async Task Run()
    {
        while (_done < inputs)
        {
            if (Directory.Exists(Scratch)) Directory.Delete(Scratch, recursive: true);
            Directory.CreateDirectory(Scratch);
            await RunChild();
        }
    }

    public string Row()
    {
        int Of(string verdict) => _counts.GetValueOrDefault(verdict);
        var share = 100.0 * Of("accepted") / Math.Max(1, _done);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {format} | {_done} | {Of("refused")} | {Of("accepted")} ({share:F1} %) | {Of("wrong")} | {Of("crash")} | {Of("hang")} | {Of("memory")} | {_slowest:F0} |");
    }

    private string Scratch => Path.Combine(_folder, "scratch");

    private async Task RunChild()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Trial).Assembly.Location);
        foreach (var argument in (string[])["child", format, $"{seed}", $"{_done}", $"{inputs}", Scratch]) start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var patience = Start;
        try
        {
            while (await child.StandardOutput.ReadLineAsync().WaitAsync(patience) is { } line)
            {
                if (line != "ready") Take(line);
                else if (patience == Patience) throw new InvalidDataException("the child began twice");
                patience = Patience;
            }

            await child.WaitForExitAsync();
            if (_done < inputs) Fault("crash", $"the process ended with {child.ExitCode}");
        }
        catch (TimeoutException)
        {
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync();
            Fault("hang", $"nothing within {patience.TotalSeconds} s");
        }
    }

    private void Take(string line)
    {
        var parts = line.Split(' ', 3);
        _slowest = Math.Max(_slowest, double.Parse(parts[1], CultureInfo.InvariantCulture));
        if (parts[0] is "refused" or "accepted")
        {
            _counts[parts[0]] = _counts.GetValueOrDefault(parts[0]) + 1;
            _done++;
        }
        else
        {
            Fault(parts[0], parts[2]);
        }
    }

    // An input is told by seed and number: made again, it is the same.
    private void Fault(string verdict, string what)
    {
        _counts[verdict] = _counts.GetValueOrDefault(verdict) + 1;
        var kept = Path.Combine(_folder, $"{verdict}-{_done}");
        if (_counts[verdict] <= 20)
        {
            Save(kept);
            Console.Error.WriteLine($"{format} {_done}: {verdict}: {(what.Length > 600 ? what[..600] : what)} ({kept})");
        }

        _done++;
    }

    private void Save(string kept)
    {
        var bytes = new FileFormats(Directory.CreateDirectory(kept).FullName, seed).Of(format).Input(_done);
        File.WriteAllBytes(Path.Combine(kept, "input"), bytes);
    }
}
