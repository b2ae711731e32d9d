using System.Reflection;
using Shouldly;
using Xunit;

namespace PluginHost.Conformance.Tests;

/// <summary>The kit finds what is wrong, and says it under the fact it belongs to.</summary>
public sealed class KitTests
{
    private const string Verifies = "It_verifies_without_a_finding";
    private const string Unloads = "It_unloads";
    private const string Options = "Its_options_survive_a_round_trip";
    private const string Loads = "It_loads_into_a_context_of_its_own";

    [Fact]
    public void A_component_without_a_fault_passes_every_fact() => Failing("None").ShouldBeEmpty();

    [Theory]
    [InlineData("StepThrows", "the first step went wrong")]
    [InlineData("BuildThrows", "not today")]
    public void A_component_that_throws_fails_the_facts_of_training_with_its_exception(string fault, string message)
    {
        var failing = Failing(fault);

        failing["It_takes_training_steps"].ShouldContain(message);
        failing.Keys.ShouldNotContain(Verifies);
        failing.Keys.ShouldNotContain(Loads);
        failing.Keys.ShouldNotContain(Unloads);
    }

    [Fact]
    public void Numbers_from_the_clock_fail_determinism() =>
        Failing("DrawsFromTheClock").Keys.ShouldContain("The_same_seed_gives_the_same_numbers");

    [Fact]
    public void State_that_is_not_restored_fails_save_and_restore_alone() =>
        Failing("ForgetsItsState").Keys.ShouldBe(["What_was_saved_and_restored_goes_on_with_the_same_steps"]);

    [Fact]
    public void Tensors_that_are_kept_and_not_counted_fail_the_promises_of_a_strategy_alone()
    {
        var failing = Failing("HidesItsTensors");

        failing.Keys.ShouldBe(["It_keeps_the_promises_of_its_kind"]);
        failing.Values.Single().ShouldContain("it says that it keeps 0 bytes, and the tensors in its state take 12");
    }

    [Fact]
    public void Numbers_that_depend_on_where_a_stream_without_boundaries_is_tested_fail_that_fact_alone() =>
        Failing("HearsTests").Keys.ShouldBe(["It_tells_no_boundary_where_the_stream_has_none"]);

    [Fact]
    public void A_disposal_that_throws_fails() =>
        Failing("DisposeThrows")["It_composes_and_is_disposed"].ShouldContain("failed to dispose: InvalidOperationException: will not go");

    [Theory]
    [InlineData("StaticHandler")]
    [InlineData("RunningThread")]
    public void What_holds_the_plugin_in_memory_fails_unloading_alone(string fault)
    {
        var failing = Failing(fault);

        failing.Keys.ShouldBe([Unloads]);
        failing[Unloads].ShouldContain("strategy.wayward 1.0.0");
    }

    [Fact]
    public void Options_that_change_on_the_way_fail_the_round_trip() =>
        Failing("None", ", \"drifting\": 1").Single().Value.ShouldContain("options change on the way");

    [Fact]
    public void Options_that_are_refused_fail_with_the_finding() =>
        Failing("None", ", \"sped\": 1")[Options].ShouldContain("unknown option 'sped'");

    /// <summary>The facts that fail for the wayward strategy, with their messages.</summary>
    private static Dictionary<string, string> Failing(string fault, string more = "")
    {
        var conformance = new Wayward($$"""{ "fault": "{{fault}}"{{more}} }""");
        var failing = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var fact in typeof(Wayward).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null))
        {
            try
            {
                fact.Invoke(conformance, null);
            }
            catch (TargetInvocationException exception)
            {
                failing.Add(fact.Name, exception.InnerException!.Message);
            }
        }

        return failing;
    }

    private sealed class Wayward(string options) : StrategyConformance("strategy.wayward", "wayward", options);
}
