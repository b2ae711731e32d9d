using TorchSharp.Extras;
using TorchSharp.Modules;
using TorchSharp.Tests.NN;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests.Optim;

public sealed class TrajectoryTests
{
    private static readonly Dictionary<string, Func<Problem, Optimizer>> s_cases = new(StringComparer.Ordinal)
    {
        ["SGD"] = p => SGD(p.All, 0.01),
        ["SGD momentum"] = p => SGD(p.All, 0.01, momentum: 0.9, dampening: 0.2, weight_decay: 0.05),
        ["SGD nesterov"] = p => SGD(p.All, 0.01, momentum: 0.9, nesterov: true),
        ["SGD maximize"] = p => SGD(p.All, 0.001, momentum: 0.5, maximize: true),
        ["SGD groups"] = p => SGD(
            [new SGD.ParamGroup([p.A], 0.05, weight_decay: 0.1), new SGD.ParamGroup([p.B, p.Unused])], 0.01, momentum: 0.8),
        ["Adam"] = p => Adam(p.All, 0.02),
        ["Adam decay"] = p => Adam(p.All, 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-6, weight_decay: 0.1),
        ["Adam amsgrad"] = p => Adam(p.All, 0.02, amsgrad: true),
        ["Adam maximize"] = p => Adam(p.All, 0.02, maximize: true),
        ["Adam groups"] = p => Adam(
            [new Adam.ParamGroup([p.A], 0.05, weight_decay: 0.1), new Adam.ParamGroup([p.B, p.Unused])], 0.01),
        ["AdamW"] = p => AdamW(p.All, 0.02, weight_decay: 0.1),
        ["AdamW amsgrad"] = p => AdamW(p.All, 0.02, weight_decay: 0.01, amsgrad: true),
        ["AdamW groups"] = p => AdamW(
            [new AdamW.ParamGroup([p.A], new AdamW.Options { LearningRate = 0.05, weight_decay = 0.1 }), new AdamW.ParamGroup([p.B,
            p.Unused])],
            0.01),
        ["RMSProp"] = p => RMSProp(p.All, 0.01),
        ["RMSProp centered"] = p => RMSProp(p.All, 0.01, alpha: 0.9, momentum: 0.7, centered: true, weight_decay: 0.1),
        ["Adagrad"] = p => Adagrad(p.All, 0.05, lr_decay: 0.1, weight_decay: 0.1, initial_accumulator_value: 0.3),
        ["Adadelta"] = p => Adadelta(p.All, 0.9, rho: 0.8, weight_decay: 0.1),
        ["Adamax"] = p => Adamax(p.All, 0.02, weight_decay: 0.1),
        ["RAdam"] = p => RAdam(p.All, 0.02, weight_decay: 0.1),
        ["RAdam later"] = p => RAdam(p.All, 0.02),
        ["NAdam"] = p => NAdam(p.All, 0.02, weight_decay: 0.1, momentum_decay: 0.01),
        ["LBFGS"] = p => LBFGS(p.All, 0.1, max_iter: 4, history_size: 3),
    };

    public static TheoryData<string, OptimizerKernels> Runs
    {
        get
        {
            var runs = new TheoryData<string, OptimizerKernels>();
            foreach (var name in s_cases.Keys)
            {
                runs.Add(name, OptimizerKernels.Loop);
                runs.Add(name, OptimizerKernels.ForEach);
            }

            return runs;
        }
    }

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Every_optimizer_with_a_reference_is_compared() => s_cases.Keys.ShouldBe(TrajectoryReference.Digests.Keys);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Steps_lead_where_PyTorch_leads(string name, OptimizerKernels kernels)
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = s_cases[name](problem).UseKernels(kernels);

        Go(problem, optimizer, name.EndsWith("later", StringComparison.Ordinal) ? 12 : 5);

        Digest.ShouldMatch(problem.Digests, TrajectoryReference.Digests[name], name);
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
            Go(problem, optimizer, 2);
            var afterTwo = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Go(problem, optimizer, 3);
            if (name != "LBFGS")
            {
                DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(afterTwo);
            }
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_state_resumes_exactly(string name)
    {
        if (name == "LBFGS")
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var straight = new Problem();
        using var one = s_cases[name](straight);
        Go(straight, one, 6);

        using var resumed = new Problem();
        using var first = s_cases[name](resumed);
        Go(resumed, first, 3);
        var (tensors, scalars) = OptimizerState.Save(first);
        using var second = s_cases[name](resumed);
        OptimizerState.Load(second, tensors.ToDictionary(entry => entry.Key, entry => entry.Value.clone()), scalars);
        Go(resumed, second, 3);

        resumed.Digests.ShouldBe(straight.Digests);
    }

    private static void Go(Problem problem, Optimizer optimizer, int steps)
    {
        if (optimizer is not Modules.LBFGS)
        {
            problem.Step(optimizer, steps);
            return;
        }

        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = problem.Loss();
                loss.backward();
                return loss;
            });
        }
    }
}
