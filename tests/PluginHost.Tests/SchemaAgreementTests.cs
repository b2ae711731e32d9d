using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Options;
using PluginHost.Tests.Fuzzing;

namespace PluginHost.Tests;

/// <summary>The validator of options against JsonSchema.Net: the same values are valid to both.</summary>
public class SchemaAgreementTests
{
    // Every keyword that the host's schemas use.
    private const string Schema = """
        {
          "type": "object", "additionalProperties": false, "required": ["text"],
          "properties": {
            "text": { "type": "string", "minLength": 1, "maxLength": 20 },
            "repeat": { "type": "integer", "minimum": 1, "maximum": 10 },
            "rate": { "type": ["number", "null"], "exclusiveMinimum": 0, "exclusiveMaximum": 1 },
            "kind": { "enum": ["good", "better", 3, null] },
            "flag": { "type": "boolean" },
            "sizes": { "type": "array", "minItems": 1, "maxItems": 3, "items": { "type": "integer" } },
            "groups": { "type": "object", "additionalProperties": { "type": "object", "properties": { "a": { "type": "number" } } } },
            "tree": { "$ref": "#/properties/groups/additionalProperties" },
            "any": {}
          }
        }
        """;

    private const string Sound = """
        {
          "text": "good", "repeat": 3, "rate": 0.5, "kind": "better", "flag": true, "sizes": [1, 2],
          "groups": { "one": { "a": 1.5 }, "two": {} }, "tree": { "a": 2, "b": [] }, "any": [null]
        }
        """;

    [Fact]
    public async Task Both_give_the_same_verdict_on_two_thousand_mutated_options()
    {
        var (ours, theirs) = (JsonNode.Parse(Schema)!.AsObject(), JsonSchema.FromText(Schema));
        var file = Path.GetTempFileName();
        var valid = await Fuzz.Try("options", 2000, file, JsonMutation.Of(Sound), _ =>
        {
            // As jobs are read: each key once, no text that is none.
            var read = LocatedJson.Read(file, FindingCodes.JobUnreadable, FindingCodes.JobSyntax).Value;
            if (read?.Root is not { } json) return Task.FromResult(false);
            var faults = SchemaValidator.Validate(ours, json);
            using var document = JsonDocument.Parse(json.ToJsonString());
            theirs.Evaluate(document.RootElement).IsValid.ShouldBe(faults.Count == 0, json.ToJsonString() + string.Join("; ", faults));
            return Task.FromResult(faults.Count == 0);
        });
        File.Delete(file);
        if (!Fuzz.Again) valid.ShouldBeInRange(100, 1900);
    }
}
