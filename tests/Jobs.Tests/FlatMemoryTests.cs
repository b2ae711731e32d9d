using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public sealed class FlatMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public async Task Resident_memory_after_epoch_120_is_within_2_percent_of_that_after_epoch_40()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("PLUGINHOST_LONG") == "1", "a long trial: bash tests/soak/run.sh --long");
        var job = _folder.File("job.json", TinyJob.Text);
        var folder = Path.Combine(_folder.Path, "run");
        using var process = HostRun.Start(
            _folder.Path, "run", job, "--output", folder, "--threads", "1", "--set", "engine.options.repeat=10", "--set", "engine.options.steps=null",
            "--set", "engine.options.epochs={\"first\":124,\"later\":1}");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var atEpoch = new Dictionary<int, List<double>>();
        while (!process.HasExited)
        {
            if (Epoch(Path.Combine(folder, "events.jsonl")) is { } epoch && Resident(process) is { } bytes)
            {
                if (!atEpoch.TryGetValue(epoch, out var list)) atEpoch[epoch] = list = [];
                list.Add(bytes);
            }

            await Task.Delay(20);
        }

        (await output, await errors, process.ExitCode).ExitCode.ShouldBe(0, await output + await errors);
        // Code that is compiled again and pools that fill make the first epochs' memory grow on some machines: a leak would go on.
        var early = Mean(atEpoch, 39, 40, 41);
        var late = Mean(atEpoch, 119, 120, 121);
        (late / early).ShouldBeLessThan(1.02, $"{early / 1e6:F1} MB after epoch 40, {late / 1e6:F1} MB after epoch 120");
    }

    public void Dispose() => _folder.Dispose();

    private static double Mean(Dictionary<int, List<double>> atEpoch, params int[] epochs) =>
        epochs.SelectMany(epoch => atEpoch.GetValueOrDefault(epoch, [])).Average();

    private static int? Epoch(string events)
    {
        if (!File.Exists(events)) return null;
        using var stream = new FileStream(events, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var tail = new byte[Math.Min(stream.Length, 2000)];
        stream.Seek(-tail.Length, SeekOrigin.End);
        stream.ReadExactly(tail);
        var text = System.Text.Encoding.UTF8.GetString(tail);
        var last = text.LastIndexOf("\"epoch\":", StringComparison.Ordinal);
        if (last < 0) return null;
        var digits = new string([.. text[(last + 8)..].TakeWhile(char.IsDigit)]);
        return digits.Length > 0 ? int.Parse(digits, CultureInfo.InvariantCulture) : null;
    }

    private static double? Resident(Process process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
