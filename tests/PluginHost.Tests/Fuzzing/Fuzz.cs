using System.Globalization;
using PluginHost.Contracts;

namespace PluginHost.Tests.Fuzzing;

/// <summary>
/// Tries many mutated inputs, each made from its own seed. PLUGINHOST_FUZZ_SEED chooses other inputs, PLUGINHOST_FUZZ_FACTOR more of them,
/// PLUGINHOST_FUZZ_CASE a single one.
/// </summary>
internal static class Fuzz
{
    /// <summary>Far above what any input needs on a busy machine: what takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Tries inputs one by one; a failure names seed, case and a file that holds the input.</summary>
    /// <param name="what">What is mutated.</param>
    /// <param name="count">How many inputs to try.</param>
    /// <param name="file">Where each input is written before it is tried; still there if the process dies.</param>
    /// <param name="make">Makes an input.</param>
    /// <param name="attempt">Tries it: returns whether it was accepted, throws if that is wrong.</param>
    /// <returns>How many inputs were accepted.</returns>
    public static async Task<int> Try(string what, int count, string file, Func<RandomStream, byte[]> make, Func<int, Task<bool>> attempt)
    {
        var seed = Setting("SEED", 20_240_917);
        var only = Setting("CASE", -1);
        var (first, end) = only >= 0 ? (only, only + 1) : (0, count * Setting("FACTOR", 1));
        var accepted = 0;
        for (var number = first; number < end; number++)
        {
            var input = make(new RandomSource(seed).Stream(what, number));
            await File.WriteAllBytesAsync(file, input);
            try
            {
                // On another thread, so that a loop without end is noticed too.
                if (await Task.Run(() => attempt((int)number)).WaitAsync(Patience)) accepted++;
            }
            catch (Exception exception)
            {
                var kept = Path.Combine(Path.GetTempPath(), $"pluginhost-fuzz-{what}-{seed}-{number}{Path.GetExtension(file)}");
                await File.WriteAllBytesAsync(kept, input);
                throw new InvalidOperationException(
                    $"{what}: PLUGINHOST_FUZZ_SEED={seed} PLUGINHOST_FUZZ_CASE={number} tries it again; the input is kept in {kept}",
                    exception);
            }
        }

        return accepted;
    }

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable("PLUGINHOST_FUZZ_" + name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
