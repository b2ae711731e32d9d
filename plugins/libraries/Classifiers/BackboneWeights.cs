using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace PluginHost.Classifiers;

/// <summary>Weights that another run exported, for the backbone to begin with.</summary>
public sealed class WeightsOptions
{
    /// <summary>The file; relative to the job file.</summary>
    [Required]
    [Description("A safetensors file with tensors named backbone.*, such as checkpoints/experience-0.safetensors of a pre-training run")]
    public string Path { get; set; } = "";

    /// <summary>What the file must hash to; any file if absent.</summary>
    [Description("SHA-256 that the file must have, in hexadecimal; any file if absent")]
    public string? Sha256 { get; set; }
}

/// <summary>Reads backbone weights from a file, held to its hash and to the backbone's names and shapes.</summary>
internal static class BackboneWeights
{
    private const string Prefix = "backbone.";

    /// <summary>Loads the weights into a backbone. The log says which file it was, by its hash.</summary>
    /// <param name="options">Where.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="run">Where relative paths begin; <see langword="null"/> for the working folder.</param>
    /// <param name="events">Takes the message.</param>
    /// <exception cref="JobException">The file is missing or another one, or belongs to another backbone.</exception>
    public static void Load(WeightsOptions options, Backbone backbone, IRunContext? run, IRunEvents? events)
    {
        var path = run?.ResolvePath(options.Path) ?? options.Path;
        if (!File.Exists(path)) throw Fault($"There is no file '{path}'", "the exported weights of another run", "Run that job first, or correct the path.");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        if (options.Sha256 is { } wanted && !string.Equals(wanted, hash, StringComparison.OrdinalIgnoreCase))
            throw Fault($"'{path}' has the SHA-256 {hash}", wanted, "Take the file that the job was made for, or name this one's hash.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = Read(path).Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
        var differences = ModuleTensors.Differences(values, backbone);
        if (differences.Count > 0)
        {
            throw Fault($"The weights of '{path}' are of another backbone: {string.Join("; ", differences.Take(5))}",
                "the network that they were trained with", "Give the classifier the network and sizes of the encoder.");
        }

        backbone.load_state_dict(values);
        events?.Publish(new MessageReported { Text = $"The backbone begins with the weights of {path}, SHA-256 {hash}." });
    }

    private static Dictionary<string, Tensor> Read(string path)
    {
        try
        {
            return Safetensors.Read(path);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Fault($"'{path}' cannot be read: {exception.Message}", "a safetensors file", "Export the weights again.");
        }
    }

    private static JobException Fault(string what, string expected, string fix) =>
        new(new Finding { Code = "CL0104", Where = "classifier.options.start", What = what, Expected = expected, Fix = fix });
}
