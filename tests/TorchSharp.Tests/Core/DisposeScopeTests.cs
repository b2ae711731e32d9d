using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_frees_what_was_made_in_it_save_what_moved_out()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Tensor kept, freed;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                freed = ones(2);
                kept = (freed + 1).MoveToOuterDisposeScope();
                inner.DisposablesCount.ShouldBe(1);
            }

            freed.IsInvalid.ShouldBeTrue();
            kept.IsInvalid.ShouldBeFalse();
            outer.Contains(kept).ShouldBeTrue();
            kept.ShouldHold(2, 2);
        }

        kept.IsInvalid.ShouldBeTrue();
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
        Should.Throw<ObjectDisposedException>(() => kept.sum());
    }

    [Fact]
    public void Detached_attached_and_handed_over_tensors_follow_their_owner()
    {
        using var detached = WrappedTensorDisposeScope(() => ones(2) + ones(2));
        Tensor attached;
        using (var scope = NewDisposeScope())
        {
            attached = scope.Attach(ones(3).DetachFromDisposeScope());
            scope.Contains(attached).ShouldBeTrue();
            var other = NewDisposeScope();
            var late = zeros(1);
            late.MoveToOtherDisposeScope(attached);
            other.Dispose();
            late.IsInvalid.ShouldBeFalse();
            scope.DisposeEverythingBut(attached);
            late.IsInvalid.ShouldBeTrue();
            attached.IsInvalid.ShouldBeFalse();
        }

        attached.IsInvalid.ShouldBeTrue();
        detached.ShouldHold(2, 2);
    }

    [Fact]
    public void Scopes_of_threads_are_apart()
    {
        using var scope = NewDisposeScope();
        Tensor? made = null;
        var thread = new Thread(() => made = ones(1));
        thread.Start();
        thread.Join();

        scope.Contains(made!).ShouldBeFalse();
        made!.Dispose();
    }

    [Fact]
    public void Tensors_without_a_scope_are_freed_when_unreachable()
    {
        const long Mebibyte = 1 << 20;
        Forget();
        var before = Environment.WorkingSet;
        for (var i = 0; i < 24; i++)
        {
            Forget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // 24 times 32 MiB would be 768 MiB if finalizers freed nothing.
        Environment.WorkingSet.ShouldBeLessThan(before + (300 * Mebibyte));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget() => ones([8, 1 << 20]);
    }

    [Fact]
    public void Many_threads_call_operators_at_once()
    {
        var sums = new double[8];
        Parallel.For(0, sums.Length, i =>
        {
            for (var k = 0; k < 200; k++)
            {
                using var scope = NewDisposeScope();
                var x = full([16, 16], (double)i, requires_grad: true);
                x.matmul(x).sum().backward();
                sums[i] = x.grad!.sum().ToDouble();
            }
        });

        sums.ShouldBe(Enumerable.Range(0, 8).Select(i => 16.0 * 16 * 16 * 2 * i));
    }
}
