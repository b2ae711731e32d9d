using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.AvMoe;

/// <summary>A file of weights for encoders to begin with.</summary>
public sealed class EncoderWeights
{
    /// <summary>The file; relative to the job file.</summary>
    [Required]
    [MinLength(1)]
    [Description("A safetensors file, such as checkpoints/experience-0.safetensors of a run with frozen false, or a .pth of torch")]
    public string Path { get; set; } = "";

    /// <summary>What the file must hash to; any file if absent.</summary>
    [Description("SHA-256 that the file must have, in hexadecimal; any file if absent")]
    public string? Sha256 { get; set; }
}

/// <summary>Reads encoders' weights from files, held to their hashes and to the encoders' names and shapes.</summary>
internal static class EncoderLoading
{
    /// <summary>Loads what the options name. The log says which files it were, by their hashes.</summary>
    /// <exception cref="JobException">A file is missing or another one, or belongs to other encoders.</exception>
    public static void Load(AvMoeOptions options, DualEncoder encoder, IRunContext? run, IRunEvents? events)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var all = encoder.state_dict();
        var vision = Own("vision.");
        var sound = Own("sound.");
        if (options.Start is { } start) Load(start, "start", vision.Concat(sound).ToDictionary(StringComparer.Ordinal));
        if (options.VisionWeights is { } seen) Load(seen, "visionWeights", Renamed(vision, name => name["vision.".Length..]));
        if (options.SoundWeights is { } heard)
            Load(heard, "soundWeights", Renamed(sound, name => name["sound.".Length..] is var rest && rest.StartsWith("swin.", StringComparison.Ordinal) ? rest["swin.".Length..] : rest));

        Dictionary<string, Tensor> Own(string prefix) => all.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);

        void Load(EncoderWeights file, string option, Dictionary<string, Tensor> wanted)
        {
            var source = new WeightSource(run?.ResolvePath(file.Path) ?? file.Path, "AM0103", $"network.options.{option}");
            var hash = Fill(source, file.Sha256, wanted);
            events?.Publish(new MessageReported { Text = $"{option}: the encoders begin with the weights of {source.Path}, SHA-256 {hash}." });
        }
    }

    private static Dictionary<string, Tensor> Renamed(Dictionary<string, Tensor> own, Func<string, string> name) =>
        own.ToDictionary(pair => name(pair.Key), pair => pair.Value, StringComparer.Ordinal);

    private static string Fill(WeightSource source, string? sha256, Dictionary<string, Tensor> wanted)
    {
        source.Require("weights of both encoders' sizes", "Export them first, or correct the path.");
        var hash = source.Hash(sha256);
        var found = source.Read([.. wanted.Keys]);
        // Files of old versions do not count batches.
        string[] problems =
        [
            .. wanted.Where(pair => !found.Tensors.ContainsKey(pair.Key) && !pair.Key.EndsWith(".num_batches_tracked", StringComparison.Ordinal))
                .Select(pair => $"{pair.Key} is missing"),
            .. wanted.Where(pair => found.Tensors.TryGetValue(pair.Key, out var tensor) && !tensor.shape.AsSpan().SequenceEqual(pair.Value.shape))
                .Select(pair => $"{pair.Key} has shape ({string.Join(", ", found.Tensors[pair.Key].shape)}), not ({string.Join(", ", pair.Value.shape)})"),
        ];
        if (problems.Length > 0)
        {
            throw source.Fault($"The weights of '{source.Path}' are of other encoders: {string.Join("; ", problems.Take(5))}"
                + (problems.Length > 5 ? $"; and {problems.Length - 5} more" : ""), "the shapes that they were trained with", "Give size, vision or sound of that run.");
        }

        foreach (var (name, tensor) in wanted)
            if (found.Tensors.TryGetValue(name, out var value)) tensor.copy_(value);
        return hash;
    }
}
