using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// Tells whether a saved state belongs to a job: a hash of what its numbers depend on, the stream with its samples, the seed and the engine's
/// options.
/// </summary>
internal static class Fingerprint
{
    // Options that change no number.
    private static readonly string[] s_free = ["loaderThreads", "cacheSamples", "logEverySteps", "checkpointEverySteps"];

    public static string Of(JobParts parts, LearningStream stream)
    {
        var json = parts.OptionsJson.DeepClone().AsObject();
        foreach (var name in s_free) json.Remove(name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "|"));
        Add(parts.Run.Seed.ToString(CultureInfo.InvariantCulture));
        Add(parts.Dataset.Info.Name);
        foreach (var name in stream.ClassNames) Add(name);
        foreach (var experience in stream.Experiences)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{experience.Index} {experience.TaskId} {experience.Domain} {experience.Merged}"));
            foreach (var sample in experience.Train) Add(sample.Id);
        }

        foreach (var strategy in parts.Strategies) Add(strategy.GetType().FullName!);
        Add(json.ToJsonString());
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
