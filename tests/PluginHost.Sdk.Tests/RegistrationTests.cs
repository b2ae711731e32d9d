using Microsoft.CodeAnalysis;

namespace PluginHost.Sdk.Tests;

public class RegistrationTests
{
    [Fact]
    public void A_class_becomes_a_component_with_kind_name_line_needs_and_options()
    {
        var component = Generated.Component("""
            /// <summary>Says what it is told. It does so at once.</summary>
            [Component("half-word")]
            [Needs<ISource>("words come from somewhere")]
            [Needs<IPlain>("they are \"plain\"")]
            public sealed class HalfWord(HalfOptions options, IRunContext run) : IWord { }

            public sealed class HalfOptions { public int Size { get; set; } = 3; }
            """);

        component.Kind.ShouldBe("word");
        component.Name.ShouldBe("half-word");
        component.Description.ShouldBe("Says what it is told");
        component.Contract.Name.ShouldBe("IWord");
        component.Implementation.Name.ShouldBe("HalfWord");
        component.Options!.Type.Name.ShouldBe("HalfOptions");
        component.NeededCapabilities.Select(need => $"{need.Capability.Name} {need.Why}")
            .ShouldBe(["ISource words come from somewhere", "IPlain they are \"plain\""]);
    }

    [Fact]
    public void Every_component_of_an_assembly_is_registered()
    {
        var components = Generated.Components("""
            [Component("one")] public sealed class One : IWord { }
            [Component("two")] internal sealed class Two : ILongWord { }
            public static class Outside { [Component("one")] public sealed class Inside : ISource { } }
            """);

        components.Select(component => $"{component.Kind}.{component.Name} {component.Contract.Name}")
            .ShouldBe(["source.one ISource", "word.one IWord", "word.two IWord"]);
    }

    [Fact]
    public void A_class_of_two_kinds_is_of_the_kind_that_it_names()
    {
        Generated.Component("[Component(\"both\", Contract = typeof(ISource))] public sealed class Both : IWord, ISource { }")
            .Kind.ShouldBe("source");
    }

    [Fact]
    public void Options_are_the_parameter_of_a_class_named_so_or_what_the_attribute_names()
    {
        var components = Generated.Components("""
            [Component("told")] public sealed class Told(string name, ToldOptions options, List<int> list) : IWord { }
            public sealed class ToldOptions { }
            [Component("named", Options = typeof(Settings))] public sealed class Named(Settings settings, ToldOptions other) : IWord { }
            public sealed class Settings { }
            [Component("none")] public sealed class None : IWord { }
            """);

        components.Select(component => $"{component.Name} {component.Options?.Type.Name}")
            .ShouldBe(["named Settings", "none ", "told ToldOptions"]);
    }

    [Theory]
    [InlineData("Follows Eq. 3, i.e. Adam (cf. Smith et al. 2019). More.", "Follows Eq. 3, i.e. Adam (cf. Smith et al. 2019)")]
    [InlineData("Weighs by 0.5 and stops. Then rests.", "Weighs by 0.5 and stops")]
    [InlineData("Like <see cref=\"IWord\"/>, <c>null</c> or <see langword=\"true\"/>.", "Like IWord, null or true")]
    [InlineData("\n/// Breaks\n/// lines.\n/// ", "Breaks lines")]
    [InlineData("Holds \"a &lt; b\" \\ c", "Holds \"a < b\" \\ c")]
    public void The_line_of_a_component_is_the_first_sentence_of_its_summary(string summary, string line)
    {
        Generated.Component($"/// <summary>{summary}</summary>\n[Component(\"a\")] public sealed class A : IWord {{ }}").Description.ShouldBe(line);
    }

    [Fact]
    public void Unrelated_edits_write_nothing_anew()
    {
        const string Source = "[Component(\"a\")] public sealed class A(AOptions options) : IWord { } public sealed class AOptions { public int Size { get; set; } }";
        var driver = Generated.Driver().RunGenerators(Generated.Compile(Source));

        var result = driver.RunGenerators(Generated.Compile(Source + "\n// A remark.\ninternal static class Other { }")).GetRunResult();

        result.Results.Single().TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs)
            .ShouldAllBe(output => output.Reason == IncrementalStepRunReason.Cached || output.Reason == IncrementalStepRunReason.Unchanged);
    }

    [Theory]
    [InlineData("PHSDK001", "[Component(\"a\")] public sealed class A : IPlain { }")]
    [InlineData("PHSDK002", "[Component(\"a\")] public sealed class A : IWord, ISource { }")]
    [InlineData(
        "PHSDK003",
        "[Component(\"a\")] public sealed class A(AOptions o) : IWord { }"
        + " public sealed class AOptions(int size) { public int Size => size; }")]
    [InlineData(
        "PHSDK004",
        "[Component(\"a\")] public sealed class A(AOptions o) : IWord { }"
        + " public sealed class AOptions { public Type? Kind { get; set; } }")]
    [InlineData(
        "PHSDK004",
        "[Component(\"a\")] public sealed class A(AOptions o) : IWord { }"
        + " public sealed class AOptions { public Dictionary<int, string>? Map { get; set; } }")]
    [InlineData(
        "PHSDK004",
        "[Component(\"a\")] public sealed class A(AOptions o) : IWord { }"
        + " public sealed class AOptions { public object? Any { get; set; } }")]
    [InlineData("PHSDK005", "[Component(\"A Word\")] public sealed class A : IWord { }")]
    [InlineData("PHSDK005", "[Component(\"a\"), JobKey(\"Origin\", \"source\")] public sealed class A : IWord { }")]
    [InlineData("PHSDK005", "[Component(\"a\"), Declares(\"Two words\", \"x\")] public sealed class A : IWord { }")]
    [InlineData("PHSDK006", "[Component(\"a\")] public sealed class A : IWord { } [Component(\"a\")] public sealed class B : IWord { }")]
    [InlineData(
        "PHSDK007",
        "[Component(\"a\")] public sealed class A(AOptions a, BOptions b) : IWord { }"
        + " public sealed class AOptions { } public sealed class BOptions { }")]
    [InlineData("PHSDK008", "[Component(\"a\")] public abstract class A : IWord { }")]
    [InlineData("PHSDK008", "[Component(\"a\")] public sealed class A<T> : IWord { }")]
    [InlineData("PHSDK008", "[Component(\"a\")] public sealed class A : IWord { private A() { } }")]
    [InlineData("PHSDK008", "[Component(\"a\")] public sealed class A : IWord { public A() { } public A(int i) { } }")]
    [InlineData("PHSDK009", "[Component(\"a\", Contract = typeof(ISource))] public sealed class A : IWord { }")]
    [InlineData("PHSDK009", "[Component(\"a\", Contract = typeof(IPlain))] public sealed class A : IWord, IPlain { }")]
    [InlineData(
        "PHSDK010",
        "[Component(\"a\")] public sealed class A(AOptions o) : IWord { }"
        + " public sealed class AOptions { public required int Size { get; set; } }")]
    [InlineData("PHSDK011", "[Component(\"a\")] public sealed class A : IWord { } public sealed class Plugin { }")]
    public void A_fault_has_its_own_finding_at_its_place(string id, string source)
    {
        var finding = Generated.From(source).Findings.ShouldHaveSingleItem();
        finding.Id.ShouldBe(id);
        finding.Severity.ShouldBe(DiagnosticSeverity.Error);
        finding.Location.GetLineSpan().Path.ShouldEndWith("Sample.cs");
        finding.GetMessage().ShouldNotContain("{");
    }
}
