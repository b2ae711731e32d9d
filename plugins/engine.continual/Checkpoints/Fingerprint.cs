using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PluginHost.Plugins.Continual;

/// <summary>
/// Tells whether a saved state belongs to a job: a hash of what its numbers depend on, the classes, the seed and the engine's options.
/// </summary>
internal static class Fingerprint
{
    // Options that change no number.
    private static readonly string[] s_free = ["loaderThreads", "cacheSamples", "logEverySteps", "checkpointEverySteps"];

    public static string Of(JobParts parts, ClassStream stream)
    {
        var json = JsonSerializer.SerializeToNode(parts.Options, OptionsJson.Default.ContinualOptions)!.AsObject();
        foreach (var name in s_free) json.Remove(name);
        var text = string.Join('|', [parts.Run.Seed.ToString(CultureInfo.InvariantCulture), parts.Dataset.Info.Name, .. stream.ClassNames,
            .. stream.Increments.Select(increment => increment.ToString()), parts.Strategy.GetType().FullName, json.ToJsonString()]);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
