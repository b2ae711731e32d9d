using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PluginHost.Findings;
using PluginHost.Options;

namespace PluginHost.Sdk.Tests;

/// <summary>The generated JSON code against that of System.Text.Json's own generator over the same class.</summary>
public class OptionsJsonTests
{
    // Every option with a value that is not its default.
    private const string Full = """
        {
          // A remark.
          "seed": 9, "text": "b \" c", "nothing": "n", "flag": false, "count": 3, "large": 5000000000, "rate": 0.75, "single": 0.125,
          "small": 8, "short": 8, "unsigned": 8, "huge": 8, "port": 8, "exact": 2.50, "limit": 4, "weight": null, "tone": "quite-low",
          "maybeTone": "high", "style": "long", "sizes": [], "table": null, "rates": [1, 2.5], "names": ["z"], "numbers": [1, 2],
          "flags": [false], "longs": [6, 7], "many": [{ "depth": 4, "below": [{ "depth": 5, "below": null }] }],
          "map": { "Key": [0.5] }, "counts": { "b": 2 }, "inners": { "x": { "depth": 2, "below": null } },
          "inner": { "depth": 0, "below": [] }, "maybeInner": { "depth": 1, "below": null }, "other-name": 2, "nFft": 512,
        }
        """;

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void The_schema_is_that_of_the_reference()
    {
        var ours = OptionsSchema.Create(Ours<SampleOptions>());
        var theirs = OptionsSchema.Create(ReferenceJson.Default.SampleOptions);

        ((JsonObject)ours["properties"]!).Count.ShouldBe(typeof(SampleOptions).GetProperties().Length - 1);
        JsonNode.DeepEquals(ours, theirs).ShouldBeTrue($"{ours}\n{theirs}");
    }

    [Fact]
    public void Defaults_are_written_as_by_the_reference() =>
        JsonSerializer.Serialize(new SampleOptions(), Ours<SampleOptions>())
            .ShouldBe(JsonSerializer.Serialize(new SampleOptions(), ReferenceJson.Default.SampleOptions));

    [Fact]
    public void Every_type_goes_from_json_to_the_object_and_back()
    {
        var options = JsonSerializer.Deserialize(Full, Ours<SampleOptions>())!;
        var written = JsonSerializer.SerializeToNode(options, Ours<SampleOptions>());

        options.Tone.ShouldBe(SampleTone.Low);
        options.NFft.ShouldBe(512);
        options.Many.Single().Below!.Single().Depth.ShouldBe(5);
        options.Inners["x"].Depth.ShouldBe(2);
        var expected = JsonNode.Parse(Full, documentOptions: Lenient)!;
        foreach (var (name, value) in (JsonObject)expected) JsonNode.DeepEquals(written![name], value).ShouldBeTrue($"{name}: {written![name]}");
        ((JsonObject)written!).Count.ShouldBe(((JsonObject)expected).Count);
        JsonNode.DeepEquals(expected, JsonSerializer.SerializeToNode(new SampleOptions(), Ours<SampleOptions>())).ShouldBeFalse();
    }

    [Fact]
    public void An_enum_without_names_of_its_own_is_written_in_words_joined_by_hyphens_and_takes_no_number()
    {
        var component = Generated.Component("""
            [Component("a")] public sealed class A(AOptions options) : IWord { }
            public sealed class AOptions { public Way Way { get; set; } = Way.ClosestToMean; }
            public enum Way { Random, ClosestToMean, [JsonStringEnumMemberName("L2")] Norm }
            """);

        JsonSerializer.Serialize(component.Options!.CreateObject!(), component.Options).ShouldBe("""{"way":"closest-to-mean"}""");
        OptionsSchema.Create(component.Options)["properties"]!["way"]!["enum"]!.ToJsonString().ShouldBe("""["random","closest-to-mean","L2"]""");
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("""{"way":1}""", component.Options));
    }

    [Fact]
    public void An_option_that_only_an_initialiser_sets_keeps_its_default_and_takes_the_jobs_value()
    {
        var component = Generated.Component("""
            [Component("a")] public sealed class A(AOptions options) : IWord { }
            public sealed record AOptions { public int Count { get; init; } = 4; public string[] Names { get; init; } = ["x"]; }
            """);

        OptionsSchema.Create(component.Options!)["properties"]!["count"]!["default"]!.ToJsonString().ShouldBe("4");
        JsonSerializer.Serialize(JsonSerializer.Deserialize("""{"count":5}""", component.Options!), component.Options!)
            .ShouldBe("""{"count":5,"names":["x"]}""");
    }

    [Fact]
    public void A_description_is_the_summary_of_the_property_unless_an_attribute_gives_one()
    {
        var component = Generated.Component("""
            [Component("a")] public sealed class A(AOptions options) : IWord { }
            public sealed class AOptions
            {
                /// <summary>How many. At least <c>1</c>.</summary>
                [Range(1, 9)] public int Count { get; set; } = 4;

                /// <summary>Not this.</summary>
                [Description("But this")] public int Other { get; set; }

                public int Bare { get; set; }

                /// <summary>Below.</summary>
                public Inner Inner { get; set; } = new();
            }
            public sealed class Inner
            {
                /// <summary>How deep.</summary>
                public double Depth { get; set; }
            }
            """);

        var properties = OptionsSchema.Create(component.Options!)["properties"]!;
        properties["count"]!["description"]!.GetValue<string>().ShouldBe("How many. At least 1");
        properties["count"]!["maximum"]!.GetValue<long>().ShouldBe(9);
        properties["count"]!["default"]!.GetValue<int>().ShouldBe(4);
        properties["other"]!["description"]!.GetValue<string>().ShouldBe("But this");
        properties["bare"]!["description"].ShouldBeNull();
        properties["inner"]!["properties"]!["depth"]!["description"]!.GetValue<string>().ShouldBe("How deep");
    }

    [Fact]
    public void Bound_options_have_the_jobs_values_and_the_defaults()
    {
        var (bound, findings) = new OptionsBinder().Bind(
            Ours<SampleOptions>(),
            JsonNode.Parse("""{ "text": "b", "count": 5, "inner": { "depth": 2 } }"""),
            "observer.sample",
            path => path);

        findings.All.ShouldBeEmpty();
        var options = bound!.Value.Value.ShouldBeOfType<SampleOptions>();
        (options.Count, options.Inner.Depth, options.Rate).ShouldBe((5, 2, 0.25));
    }

    [Fact]
    public void The_context_of_a_generated_plugin_dies_after_its_options_were_described_and_bound()
    {
        var context = UseAndForget();
        for (var round = 0; round < 20 && context.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        context.IsAlive.ShouldBeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseAndForget()
    {
        var component = Generated.Component("""
            [Component("a")] public sealed class A(AOptions options) : IWord { }
            public sealed class AOptions
            {
                /// <summary>How many.</summary>
                public int? Count { get; init; }
                public Way Way { get; set; }
                public Dictionary<string, List<Way>> Ways { get; set; } = [];
            }
            public enum Way { Random, ClosestToMean }
            """);
        OptionsSchema.Create(component.Options!);
        var json = JsonNode.Parse("""{ "count": 3, "way": "closest-to-mean", "ways": { "a": ["random"] } }""");
        new OptionsBinder().Bind(component.Options!, json, "word.a", path => path).Value.ShouldNotBeNull();
        var context = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(component.Implementation.Assembly)!;
        context.Unload();
        return new WeakReference(context);
    }

    private static JsonTypeInfo<T> Ours<T>() =>
        (JsonTypeInfo<T>)Generated.Register(Assembly.GetExecutingAssembly()).Single().Options!;
}
