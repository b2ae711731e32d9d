using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class RandomTests
{
    [Fact]
    public void A_seed_repeats_the_stream_and_a_saved_state_continues_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(17);
        var first = rand(3);
        var state = get_rng_state();
        var second = randn(5);

        manual_seed(17);
        rand(3).equal(first).ShouldBeTrue();
        initial_seed().ShouldBe(17);
        randn(5).equal(second).ShouldBeTrue();
        set_rng_state(state);
        randn(5).equal(second).ShouldBeTrue();
        randn(5).equal(second).ShouldBeFalse();
    }

    [Fact]
    public void A_seed_gives_the_numbers_of_python()
    {
        using var scope = NewDisposeScope();
        manual_seed(0);

        // Python torch 1.13: torch.manual_seed(0); torch.rand(3, dtype=float64), then torch.randperm(5).
        rand(3, dtype: float64).ShouldHoldWithin(1e-15, 0.9700530018065531, 0.707819864399788, 0.45938294312745087);
        randperm(5).ShouldHold(2, 4, 3, 1, 0);
    }

    [Fact]
    public void A_generator_of_ones_own_leaves_the_default_stream_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var expected = rand(4);
        using var own = new Generator(99);

        manual_seed(5);
        var a = randn([4], generator: own);
        rand(4).equal(expected).ShouldBeTrue();
        own.manual_seed(99);
        randn([4], generator: own).equal(a).ShouldBeTrue();
        own.initial_seed().ShouldBe(99);
    }

    [Fact]
    public void A_device_names_its_default_generator()
    {
        using var scope = NewDisposeScope();
        Extras.RandomState.Seed(CPU, 23);
        var state = Extras.RandomState.Get(CPU);
        var expected = rand(3);

        Extras.RandomState.Set(CPU, state);
        rand(3).equal(expected).ShouldBeTrue();
        Should.Throw<System.Runtime.InteropServices.ExternalException>(() => Extras.RandomState.Set(CPU, zeros([3], dtype: uint8)));
    }

    [Fact]
    public void Samples_have_the_moments_asked_for()
    {
        using var scope = NewDisposeScope();
        using var own = new Generator(11);

        // 100,000 draws: five standard errors of the mean are 5 / sqrt(100000) = 0.016 standard deviations.
        var x = empty([100_000], dtype: float64).normal_(2, 3, own);
        x.mean().ToDouble().ShouldBe(2, 3 * 0.016);
        x.std().ToDouble().ShouldBe(3, 0.05);
        var u = empty([100_000], dtype: float64).uniform_(-1, 3, own);
        u.mean().ToDouble().ShouldBe(1, 0.016 * 4 / Math.Sqrt(12));
        (u.min().ToDouble() >= -1 && u.max().ToDouble() < 3).ShouldBeTrue();
        full([100_000], 0.3).bernoulli(own).mean().ToDouble().ShouldBe(0.3, 0.01);
        randperm(100, generator: own).sort().Values.equal(arange(100)).ShouldBeTrue();
        tensor(new[] { 0f, 1f, 0f }).multinomial(1, generator: own).ToInt64().ShouldBe(1);
    }
}
