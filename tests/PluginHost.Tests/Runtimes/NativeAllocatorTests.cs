using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Cli;
using Shouldly;
using Xunit;

namespace PluginHost.Tests.Runtimes;

public sealed class NativeAllocatorTests
{
    private const long Arena = 64 << 20;

    [Fact]
    public void Threads_that_come_later_share_the_arenas_that_are_there()
    {
        NativeAllocator.Settle().ShouldBeTrue();
        var before = Arenas();
        using var leave = new ManualResetEventSlim();
        using var there = new CountdownEvent(32);
        var threads = Enumerable.Range(0, 32).Select(_ => new Thread(() =>
        {
            var block = Marshal.AllocHGlobal(1000);
            there.Signal();
            leave.Wait();
            Marshal.FreeHGlobal(block);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        there.Wait();
        var after = Arenas();
        leave.Set();
        foreach (var thread in threads) thread.Join();
        after.ShouldBe(before);
    }

    [Theory]
    [InlineData("MALLOC_ARENA_MAX", true)]
    [InlineData("MALLOC_MMAP_THRESHOLD_", true)]
    [InlineData("GLIBC_TUNABLES", true)]
    [InlineData("LD_PRELOAD", true)]
    [InlineData("PATH", false)]
    public void Who_settles_the_allocator_from_outside_is_left_alone(string variable, bool settles) =>
        NativeAllocator.Settles(variable).ShouldBe(settles);

    // An arena beside the first begins at a multiple of its largest size, and what it has not used yet lies behind it.
    private static int Arenas()
    {
        var mappings = File.ReadAllLines("/proc/self/maps").Select(line => line.Split(' ', '-')).ToArray();
        return mappings.Zip(mappings.Skip(1)).Count(pair => pair.First[2] == "rw" && Address(pair.First[0]) % Arena == 0
            && pair.First[1] == pair.Second[0] && Address(pair.Second[1]) % Arena == 0);
    }

    private static long Address(string hexadecimal) => long.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
