using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PluginHost.Plugins.Continual;

/// <summary>
/// Tells whether a saved state belongs to a job: a hash of what its numbers depend on, the classes, the seed and the engine's options.
/// </summary>
internal static class Fingerprint
{
    public static string Of(JobParts parts, ClassStream stream)
    {
        var json = JsonSerializer.SerializeToNode(parts.Options, OptionsJson.Default.ContinualOptions)!.AsObject();
        foreach (var name in new[] { "loaderThreads", "cacheSamples", "logEverySteps", "checkpointEverySteps", "evaluationBatchSize" }) json.Remove(name);
        var text = $"{parts.Run.Seed}|{parts.Dataset.Info.Name}|{string.Join('|', stream.ClassNames)}|{string.Join('|', stream.Increments)}|{parts.Strategy.GetType().FullName}|{json.ToJsonString()}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
