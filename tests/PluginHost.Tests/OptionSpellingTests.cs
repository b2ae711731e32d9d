using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PluginHost.Findings;
using PluginHost.Options;

namespace PluginHost.Tests;

/// <summary>Options whose JSON code a plugin's author wrote by hand, as System.Text.Json's own generator makes it.</summary>
public partial class OptionSpellingTests
{
    [Theory]
    [InlineData("All")]
    [InlineData("all")]
    [InlineData("ALL")]
    public void A_word_is_taken_whatever_its_case(string word) => Bound($$"""{ "rows": "{{word}}" }""").Rows.ShouldBe(RowChoice.All);

    [Theory]
    [InlineData("NewOnly")]
    [InlineData("newOnly")]
    [InlineData("new-only")]
    [InlineData("new_only")]
    public void A_word_is_taken_in_any_of_the_usual_spellings(string word) =>
        Bound($$"""{ "rows": "{{word}}" }""").Rows.ShouldBe(RowChoice.NewOnly);

    [Fact]
    public void Words_in_lists_tables_and_objects_are_taken_too()
    {
        var bound = Bound("""{ "several": ["all", "new-only"], "byName": { "x": "all" }, "below": { "rows": "new-only" } }""");
        bound.Several.ShouldBe([RowChoice.All, RowChoice.NewOnly]);
        bound.ByName["x"].ShouldBe(RowChoice.All);
        bound.Below.Rows.ShouldBe(RowChoice.NewOnly);
    }

    [Fact]
    public void Another_word_is_refused_with_those_there_are()
    {
        var (bound, findings) = new OptionsBinder().Bind(HandWritten.Default.RowOptions, JsonNode.Parse("""{ "rows": "none" }"""), "x", path => path);
        bound.ShouldBeNull();
        var finding = findings.All.ShouldHaveSingleItem().Finding;
        finding.Expected.ShouldBe("one of \"All\", \"NewOnly\"");
    }

    [Fact]
    public void What_a_class_computes_is_no_option()
    {
        var schema = OptionsSchema.Create(HandWritten.Default.RowOptions);
        schema["properties"]!.AsObject().Select(property => property.Key).ShouldBe(["rows", "several", "byName", "below"]);
        var (bound, findings) = new OptionsBinder().Bind(HandWritten.Default.RowOptions, JsonNode.Parse("""{ "most": 3 }"""), "x", path => path);
        bound.ShouldBeNull();
        findings.All.ShouldHaveSingleItem().Finding.Code.ShouldBe(FindingCodes.UnknownOption);
    }

    [Fact]
    public void Resolved_options_can_be_bound_again()
    {
        var first = new OptionsBinder().Bind(HandWritten.Default.RowOptions, JsonNode.Parse("""{ "rows": "all" }"""), "x", path => path)
            .Value!.Value.Resolved!;
        var (bound, findings) = new OptionsBinder().Bind(HandWritten.Default.RowOptions, first.DeepClone(), "x", path => path);
        findings.All.ShouldBeEmpty();
        JsonNode.DeepEquals(first, bound!.Value.Resolved).ShouldBeTrue();
        first.AsObject().ContainsKey("most").ShouldBeFalse();
    }

    private static RowOptions Bound(string json)
    {
        var (bound, findings) = new OptionsBinder().Bind(HandWritten.Default.RowOptions, JsonNode.Parse(json), "x", path => path);
        findings.All.ShouldBeEmpty();
        return (RowOptions)bound!.Value.Value;
    }

    public enum RowChoice
    {
        All,
        NewOnly,
    }

    public sealed class RowOptions
    {
        public RowChoice Rows { get; set; }

        public RowChoice[] Several { get; set; } = [];

        public Dictionary<string, RowChoice> ByName { get; set; } = [];

        public BelowOptions Below { get; set; } = new();

        public int Most => Several.Length;
    }

    public sealed class BelowOptions
    {
        public RowChoice Rows { get; set; }

        public bool Any => Rows == RowChoice.All;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(RowOptions))]
    private sealed partial class HandWritten : JsonSerializerContext;
}
