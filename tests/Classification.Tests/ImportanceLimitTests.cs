using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

/// <summary>
/// The penalty w sum min(Omega_i, 1 / (2 w rate)) (theta_i - theta*_i)^2 of SI and MAS: one step of gradient descent on it, the rate times
/// 2 w Omega_i (theta_i - theta*_i), goes back to theta* at most.
/// </summary>
public sealed class ImportanceLimitTests
{
    [Theory]
    [InlineData("si", 1e5)]
    [InlineData("mas", 1e3)]
    public async Task An_importance_counts_as_far_as_one_step_brings_the_parameter_back(string name, double weight)
    {
        IStrategy strategy = name == "si"
            ? new SynapticIntelligenceStrategy(new() { Weight = weight })
            : new MemoryAwareSynapsesStrategy(new() { Weight = weight });
        var (compared, limited, free) = (0, 0, 0);
        var spy = new Spy
        {
            OnLoss = loss =>
            {
                if (loss.Learning.Experience.Index == 0) return;
                var state = new StateBag();
                ((IStateful)strategy).SaveState(state);
                var expected = 0.0;
                var largest = 1 / (2 * weight * loss.Learning.Optimizers[0].Rate);
                foreach (var (parameter, value) in loss.Learning.Model.Module.named_parameters())
                {
                    if (!state.Tensors.TryGetValue($"0/fisher/{parameter}", out var importance)) continue;
                    var (omega, anchor) = (Numbers(importance), Numbers(state.Tensors[$"0/anchor/{parameter}"]));
                    // Rows of new classes stand behind.
                    var now = Numbers(value);
                    for (var i = 0; i < omega.Length; i++) expected += Math.Min(omega[i], largest) * Math.Pow(now[i] - anchor[i], 2);
                    limited += omega.Count(each => each > largest);
                    free += omega.Count(each => each > 0 && each < largest);
                }

                var term = loss.Terms.Single(term => term.Name == name);
                term.Weight.ShouldBe(weight);
                term.Value.ToDouble().ShouldBe(expected, 1e-8 + (1e-4 * expected));
                if (expected > 0) compared++;
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, strategy, spy).Run();

        compared.ShouldBeGreaterThan(8);
        limited.ShouldBeGreaterThan(0);
        free.ShouldBeGreaterThan(0);
    }

    private static double[] Numbers(Tensor values) =>
        [.. values.detach().contiguous().data<float>().ToArray().Select(value => (double)value)];
}
