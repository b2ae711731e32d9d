using System.Runtime.InteropServices;

namespace PluginHost.Learning.Tests.Engine;

public sealed class NativeHeapTests
{
    private const int Block = 64 << 10;
    private const int Count = 3000;

    [Fact]
    public void Holes_between_blocks_in_use_are_given_back_but_not_again_within_the_interval()
    {
        var kept = new List<nint>();
        Punch(kept);
        var held = Resident();
        new NativeHeap(TimeSpan.FromHours(1)).Trim();
        (held - Resident()).ShouldBeLessThan(Count / 4 * (long)Block, "the interval has not passed");
        new NativeHeap(TimeSpan.Zero).Trim();
        // Half of the blocks were freed: 98 MB. Other tests may take some meanwhile.
        (held - Resident()).ShouldBeGreaterThan(Count / 4 * (long)Block);
        foreach (var block in kept) Marshal.FreeHGlobal(block);
    }

    // Every second block is freed: no end of an arena is free, from which the allocator would give back by itself.
    private static void Punch(List<nint> kept)
    {
        var blocks = new nint[Count];
        for (var i = 0; i < Count; i++)
        {
            blocks[i] = Marshal.AllocHGlobal(Block);
            for (var at = 0; at < Block; at += 4096) Marshal.WriteByte(blocks[i], at, 1);
        }

        for (var i = 0; i < Count; i++)
        {
            if (i % 2 == 0) Marshal.FreeHGlobal(blocks[i]);
            else kept.Add(blocks[i]);
        }
    }

    private static long Resident() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
        * Environment.SystemPageSize;
}
