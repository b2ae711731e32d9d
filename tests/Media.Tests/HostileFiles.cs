using System.Buffers.Binary;
using System.Diagnostics;
using PluginHost.Contracts;

namespace PluginHost.Media.Tests;

/// <summary>Reads bad files and checks that each ends in a result or in one finding, within memory that its length accounts for.</summary>
internal static class HostileFiles
{
    private const string Name = "bad.file";

    /// <summary>Memory for tables and buffers whatever the file, and for every byte of it.</summary>
    private const long Fixed = 12 << 20;
    private const long ForAByte = 2000;

    /// <summary>Reads one file.</summary>
    /// <returns>Whether it was read; otherwise one finding was given.</returns>
    public static bool Reads(byte[] bytes, Action<byte[], string> read, string what)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(bytes, Name);
            return true;
        }
        catch (JobException refused)
        {
            Refused.Check(refused.Findings.ShouldHaveSingleItem(what), Name);
            return false;
        }
        catch (Exception other) when (other is not ShouldAssertException)
        {
            throw new InvalidOperationException($"{what}: {other}", other);
        }
        finally
        {
            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            taken.ShouldBeLessThan(Fixed + (ForAByte * bytes.Length), what);
        }
    }

    /// <summary>The lengths at which to cut: every one near the beginning and the end, some between.</summary>
    public static IEnumerable<int> Cuts(int length) =>
        Enumerable.Range(0, length).Where(cut => cut < 400 || cut > length - 40 || cut % 61 == 0);

    /// <summary>Changes one to eight bytes, cuts or repeats a part; the same seed gives the same file.</summary>
    public static byte[] Mutate(byte[] good, int seed)
    {
        var random = new Random(seed);
        var bytes = good.ToArray();
        // Headers lie at the beginning: half of the changes go there.
        var reach = random.Next(2) == 0 ? Math.Min(bytes.Length, 200) : bytes.Length;
        for (var left = random.Next(1, 9); left > 0; left--)
        {
            var place = random.Next(reach);
            bytes[place] = random.Next(4) switch { 0 => 0, 1 => 255, 2 => (byte)(bytes[place] ^ (1 << random.Next(8))), _ =>
                (byte)random.Next(256) };
        }

        return random.Next(8) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => [.. bytes, .. bytes[random.Next(bytes.Length)..]],
            _ => bytes,
        };
    }

    /// <summary>Signs every Ogg page anew, so that changed packets reach the decoder.</summary>
    public static byte[] SignPages(byte[] ogg)
    {
        for (var at = 0; at + 27 < ogg.Length && ogg.AsSpan(at, 4).SequenceEqual("OggS"u8);)
        {
            var length = 27 + ogg[at + 26];
            for (var i = 0; i < ogg[at + 26] && at + 27 + i < ogg.Length; i++) length += ogg[at + 27 + i];
            if (at + length > ogg.Length) break;
            ogg.AsSpan(at + 22, 4).Clear();
            var crc = 0u;
            foreach (var value in ogg.AsSpan(at, length))
            {
                crc ^= (uint)value << 24;
                for (var bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc >> 31) * 0x04C11DB7u);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(ogg.AsSpan(at + 22), crc);
            at += length;
        }

        return ogg;
    }

    /// <summary>Runs work that must not hang; a minute is far more than it takes.</summary>
    public static void WithoutHanging(Action work)
    {
        var watch = Stopwatch.StartNew();
        var thread = new Thread(() => Failure(work, out _failure), 16 << 20) { IsBackground = true };
        thread.Start();
        thread.Join(TimeSpan.FromMinutes(3)).ShouldBeTrue($"still reading after {watch.Elapsed.TotalSeconds:0} s: {Current}");
        if (_failure is not null) throw new InvalidOperationException(_failure.Message, _failure);
    }

    /// <summary>What is being read, for the message of a hang.</summary>
    public static string Current { get; set; } = "";

    private static Exception? _failure;

    private static void Failure(Action work, out Exception? failure)
    {
        try
        {
            work();
            failure = null;
        }
        catch (Exception error)
        {
            failure = error;
        }
    }
}
