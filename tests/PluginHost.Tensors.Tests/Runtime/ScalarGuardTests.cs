using System.Reflection;
using PluginHost.Tensors.Runtime;
using TorchSharp;

namespace PluginHost.Tensors.Tests.Runtime;

/// <summary>Numbers that TorchSharp gives up while libtorch still reads them.</summary>
public sealed class ScalarGuardTests
{
    [Fact]
    public void A_number_that_was_given_up_can_still_be_read()
    {
        Libtorch.TryLoad(out var reason).ShouldBeTrue(reason);
        var number = new Scalar[64];
        for (var i = 0; i < number.Length; i++) number[i] = i + 0.5;
        var handles = number.Select(Handle).ToArray();

        foreach (var scalar in number) scalar.Dispose();

        ScalarGuard.Waiting.ShouldBeGreaterThanOrEqualTo(number.Length);
        for (var i = 0; i < handles.Length; i++) Value(handles[i]).ShouldBe(i + 0.5);
    }

    [Fact]
    public void Operators_keep_their_numbers_while_garbage_is_collected()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            using var x = torch.full(8, 3.0);
            for (var i = 0; i < 20000; i++)
            {
                using var scope = torch.NewDisposeScope();
                ((x.pow(2) + 0.5) * 2 - 1).sum().item<float>().ShouldBe(8 * 18f);
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    private static nint Handle(Scalar scalar) =>
        (nint)typeof(Scalar).GetProperty("Handle", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!.GetValue(scalar)!;

    // c10::Scalar: a tag, here 0 for double, and 16 bytes further the value.
    private static unsafe double Value(nint scalar) => *(int*)scalar == 0 ? *(double*)(scalar + 16) : double.NaN;
}
