using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>A test between two steps of training.</summary>
/// <param name="Experience">The experience, from 0.</param>
/// <param name="Phase">The phase within it.</param>
/// <param name="Step">Steps taken in the phase by then.</param>
/// <param name="Scores">Values by figure name.</param>
public sealed record BetweenResult(int Experience, string Phase, int Step, IReadOnlyDictionary<string, double> Scores)
{
    /// <summary>What was tested: <c>test</c>, or <c>test-k</c> for the samples of experience k.</summary>
    public string Scope { get; init; } = "test";

    /// <summary>Lays results down for a saved state.</summary>
    /// <param name="results">The results.</param>
    /// <returns>JSON that belongs to nothing yet.</returns>
    public static JsonNode Save(IEnumerable<BetweenResult> results) =>
        JsonSerializer.SerializeToNode([.. results], ResultsJson.Default.ListBetweenResult)!;

    /// <summary>Reads what <see cref="Save"/> laid down.</summary>
    /// <param name="saved">The JSON.</param>
    /// <returns>The results.</returns>
    public static IReadOnlyList<BetweenResult> Load(JsonNode saved) => saved.Deserialize(ResultsJson.Default.ListBetweenResult)!;
}
