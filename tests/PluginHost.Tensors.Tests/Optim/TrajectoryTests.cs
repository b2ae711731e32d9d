using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Optim;

public sealed class TrajectoryTests
{
    private static readonly Dictionary<string, Func<Problem, FlatOptimizer>> s_cases = new(StringComparer.Ordinal)
    {
        ["SGD"] = p => new FlatSgd(p.All, 0.01),
        ["SGD momentum"] = p => new FlatSgd(p.All, 0.01, momentum: 0.9, weightDecay: 0.05),
        ["SGD nesterov"] = p => new FlatSgd(p.All, 0.01, momentum: 0.9, nesterov: true),
        ["Adam"] = p => new FlatAdam(p.All, 0.02),
        ["Adam decay"] = p => new FlatAdam(p.All, 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1),
        ["AdamW"] = p => new FlatAdamW(p.All, 0.02, weightDecay: 0.1),
    };

    public static TheoryData<string> Runs => [.. TrajectoryReference.Digests.Keys];

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Steps_lead_where_those_of_PyTorch_lead(string run)
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        var sometimes = run.EndsWith(TrajectoryReference.NowAndThen, StringComparison.Ordinal);
        using var optimizer = s_cases[run.Replace(TrajectoryReference.NowAndThen, "", StringComparison.Ordinal)](problem);

        problem.Step(optimizer, sometimes ? 8 : 5, sometimes);

        Digest.ShouldMatch(problem.Digests, TrajectoryReference.Digests[run], run);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_agree_with_those_of_TorchSharp_for_fifty_steps(string name)
    {
        using var scope = NewDisposeScope();
        using var flat = new Problem();
        using var plain = new Problem();
        using var ours = s_cases[name](flat);
        using optim.Optimizer theirs = name switch
        {
            "SGD" => optim.SGD(plain.All, 0.01),
            "SGD momentum" => optim.SGD(plain.All, 0.01, momentum: 0.9, weight_decay: 0.05),
            "SGD nesterov" => optim.SGD(plain.All, 0.01, momentum: 0.9, nesterov: true),
            "Adam" => optim.Adam(plain.All, 0.02),
            "Adam decay" => optim.Adam(plain.All, 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-6, weight_decay: 0.1),
            _ => optim.AdamW(plain.All, 0.02, weight_decay: 0.1),
        };

        flat.Step(ours, 50);
        plain.Step(theirs, 50);

        flat.A.ShouldBeNear(plain.A, 1e-6);
        flat.B.ShouldBeNear(plain.B, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_lives_on_after_the_steps_and_the_disposal(string name)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            using var problem = new Problem();
            using var optimizer = s_cases[name](problem);
            problem.Step(optimizer, 2);
            var afterTwo = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            problem.Step(optimizer, 3);
            DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(afterTwo);
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_state_resumes_exactly(string name)
    {
        using var scope = NewDisposeScope();
        using var straight = new Problem();
        using var one = s_cases[name](straight);
        straight.Step(one, 8, sometimes: true);

        using var resumed = new Problem();
        using var first = s_cases[name](resumed);
        resumed.Step(first, 4, sometimes: true);
        var (tensors, scalars) = first.SaveState();
        using var second = s_cases[name](resumed);
        second.LoadState(tensors, scalars);
        first.Dispose();
        resumed.Step(second, 4, sometimes: true, first: 4);

        resumed.Digests.ShouldBe(straight.Digests);
    }
}
