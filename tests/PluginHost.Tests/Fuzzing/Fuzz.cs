using System.Globalization;
using CsCheck;

namespace PluginHost.Tests.Fuzzing;

/// <summary>
/// Tries many generated inputs, always the same ones. PLUGINHOST_FUZZ_SEED chooses others, PLUGINHOST_FUZZ_FACTOR more of them; CsCheck_Seed
/// tries one again that a failure names.
/// </summary>
internal static class Fuzz
{
    /// <summary>Inputs tried in search of a smaller one that fails too.</summary>
    private const int Shrinks = 2000;

    /// <summary>Far above what any input needs on a busy machine: what takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether one input is tried again.</summary>
    public static bool Again => Environment.GetEnvironmentVariable("CsCheck_Seed") is { Length: > 0 };

    /// <summary>Tries inputs one by one; a failure names the seed and a file with the smallest input that fails.</summary>
    /// <param name="what">What is mutated.</param>
    /// <param name="count">How many inputs to try.</param>
    /// <param name="file">Where each input is written before it is tried; still there if the process dies.</param>
    /// <param name="inputs">Makes the inputs.</param>
    /// <param name="attempt">Tries one, by its number: returns whether it was accepted, throws if that is wrong.</param>
    /// <returns>How many inputs were accepted.</returns>
    public static async Task<int> Try(string what, int count, string file, Gen<byte[]> inputs, Func<int, Task<bool>> attempt)
    {
        var accepted = 0;
        if (Again) await Shrink(what, 1, file, inputs, () => attempt(0), seed: null);
        for (var number = 0; !Again && number < count * (int)Setting("FACTOR", 1); number++)
        {
            var source = new PCG((uint)number, (ulong)Setting("SEED", 20_240_917));
            var seed = source.ToString();
            var input = inputs.Generate(source, null, out _);
            try
            {
                await File.WriteAllBytesAsync(file, input);
                if (await Patiently(() => attempt(number))) accepted++;
            }
            catch (Exception)
            {
                await Shrink(what, Shrinks, file, inputs, () => attempt(number), seed);
                throw;
            }
        }

        return accepted;
    }

    /// <summary>Begins with the input of a seed and goes on with smaller ones; throws if any fails.</summary>
    private static Task Shrink(string what, int count, string file, Gen<byte[]> inputs, Func<Task<bool>> attempt, string? seed)
    {
        async Task One(byte[] input)
        {
            await File.WriteAllBytesAsync(file, input);
            await Patiently(attempt);
        }

        string Kept(byte[] input)
        {
            var kept = Path.Combine(Path.GetTempPath(), $"pluginhost-fuzz-{what}{Path.GetExtension(file)}");
            File.WriteAllBytes(kept, input);
            return $"{input.Length} bytes in {kept}";
        }

        return inputs.SampleAsync(One, seed: seed, iter: count, threads: 1, print: Kept);
    }

    // On another thread, so that a loop without end is noticed too.
    private static Task<bool> Patiently(Func<Task<bool>> attempt) => Task.Run(attempt).WaitAsync(Patience);

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable("PLUGINHOST_FUZZ_" + name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
