using System.Reflection;
using System.Text.Json;
using Json.Schema;

namespace PluginHost.Tests.Protocols;

/// <summary>The schema that editors use knows what the reader knows.</summary>
public class ComparisonSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(
        typeof(ComparisonSchemaTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "comparisons",
        "comparison.schema.json")));

    public static TheoryData<string> Files => [ComparisonBench.Methods, BudgetTests.Text, TwoPhaseTests.Text];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_takes_a_file_of_each_protocol_and_no_key_that_the_reader_refuses(string text)
    {
        Valid(text).ShouldBeTrue();
        Valid(text.Replace("\"figures\": [", "\"fingers\": [], \"figures\": [", StringComparison.Ordinal)).ShouldBeFalse();
    }

    private static bool Valid(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return Schema.Evaluate(document.RootElement).IsValid;
    }
}
