using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Classifiers;

/// <summary>Weights that another run exported, for the backbone to begin with.</summary>
public sealed class WeightsOptions
{
    /// <summary>The file; relative to the job file.</summary>
    [Required]
    [MinLength(1)]
    [Description("A safetensors file such as checkpoints/experience-0.safetensors of a pre-training run, or a .pth of torch, "
        + "with names of this library, torchvision or timm; what it wraps the backbone's names in is recognised")]
    public string Path { get; set; } = "";

    /// <summary>What the file must hash to; any file if absent.</summary>
    [Description("SHA-256 that the file must have, in hexadecimal; any file if absent")]
    public string? Sha256 { get; set; }
}

/// <summary>
/// Reads backbone weights from a file, held to its hash and to the backbone's names and shapes; the names may be those of torchvision or
/// timm. What the file has beside the backbone (a head,
/// an optimizer's state) is left.
/// </summary>
internal static class BackboneWeights
{
    /// <summary>Loads the weights into a backbone. The log says which file it was, by its hash.</summary>
    /// <param name="options">Where.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="run">Where relative paths begin; <see langword="null"/> for the working folder.</param>
    /// <param name="events">Takes the message.</param>
    /// <exception cref="JobException">The file is missing or another one, or belongs to another backbone.</exception>
    public static void Load(WeightsOptions options, Backbone backbone, IRunContext? run, IRunEvents? events)
    {
        var source = new WeightSource(run?.ResolvePath(options.Path) ?? options.Path, "CL0104", "classifier.options.start");
        source.Require("the exported weights of another run", "Run that job first, or correct the path.");
        var hash = source.Hash(options.Sha256);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (values, naming) = Named(source, backbone);
        var differences = ModuleTensors.Differences(values, backbone);
        if (differences.Count > 0)
        {
            throw source.Fault($"The weights of '{source.Path}' are of another backbone: {string.Join("; ", differences)}",
                "the network that they were trained with", "Give the classifier the network and sizes of the encoder.");
        }

        backbone.load_state_dict(values.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));
        var named = naming is null ? "" : $", named as in {naming}";
        events?.Publish(new MessageReported { Text = $"The backbone begins with the weights of {source.Path}{named}, SHA-256 {hash}." });
    }

    // By the backbone's own names, or by the published naming that the file has most of; a class layer beside these is left.
    private static (IReadOnlyDictionary<string, Tensor> Values, string? Naming) Named(WeightSource source, Backbone backbone)
    {
        var own = backbone.state_dict();
        var best = source.Read([.. own.Keys]).Tensors;
        var (found, naming) = (own.Keys.Count(best.ContainsKey), (string?)null);
        foreach (var published in found == own.Count ? [] : PublishedNames.Of(own.Keys))
        {
            var file = source.Read([.. published.Names.Values]).Tensors;
            var values = published.Names.Where(pair => file.ContainsKey(pair.Value))
                .ToDictionary(pair => pair.Key, pair => file[pair.Value], StringComparer.Ordinal);
            if (values.Count <= found) continue;
            // Files of old versions do not count batches.
            foreach (var (name, counter) in own.Where(pair => pair.Key.EndsWith(".num_batches_tracked", StringComparison.Ordinal)))
                values.TryAdd(name, counter);
            (best, found, naming) = (values, values.Count, published.Title);
        }

        return (best, naming);
    }
}
