using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// Where samples enter a job: loads each, adds the extractor's features, and holds it to <see cref="SampleRules"/>, to the sizes of the
/// samples before it and to the task. What is wrong is said with the plugin it comes from, the sample, what was found and what is expected.
/// Safe for several threads.
/// </summary>
/// <param name="dataset">The data set, prepared.</param>
/// <param name="features">The extractor, if the job has one.</param>
/// <param name="task">The task, if it is to be asked.</param>
/// <param name="record">Takes note of what the samples hold, if the run can be resumed.</param>
/// <param name="calls">The calls under way, if the run is watched.</param>
/// <param name="keepFrames">Whether pictures stay in a sample beside the extractor's features.</param>
public sealed class SampleGate(
    IDataset dataset, IFeatureExtractor? features, ITask? task, SampleRecord? record = null, CallTrace? calls = null, bool keepFrames = false)
{
    private readonly ConcurrentDictionary<string, (long Size, string Id)> _sizes = new(StringComparer.Ordinal);

    // The data set's own handles: a benchmark changes labels, never ids.
    private readonly Dictionary<string, SampleInfo> _originals = Listed(dataset);

    private string FromDataset => Owner("The data set", dataset);

    private string FromFeatures => Owner("The feature extractor", features!);

    /// <summary>Loads a sample.</summary>
    /// <param name="sample">A sample of the stream.</param>
    /// <param name="info">The data set's facts for the task.</param>
    /// <returns>The sample, owned by the caller.</returns>
    /// <exception cref="JobException">It cannot be used; every fault is a finding that names the sample.</exception>
    public Sample Load(SampleInfo sample, DatasetInfo info)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (!Lists(sample.Id))
            throw Bad("CE0115", sample, "The benchmark names a sample that the data set does not list", "samples of the data set");
        var loaded = Read(sample.Id);
        try
        {
            record?.Note(loaded);
            return Checked(loaded, sample, info);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>Whether the data set lists a sample.</summary>
    /// <param name="id">Its id.</param>
    internal bool Lists(string id) => _originals.ContainsKey(id);

    /// <summary>Takes a sample from the data set as it comes.</summary>
    /// <param name="id">An id that the data set lists.</param>
    /// <returns>The sample, owned by the caller.</returns>
    /// <exception cref="JobException">The data set gave none.</exception>
    internal Sample Read(string id)
    {
        var sample = _originals[id];
        return Watched(dataset, nameof(IDataset.Load), () => Called(FromDataset, "load", sample, () => dataset.Load(sample)))
            ?? throw Bad("CE0111", sample, $"{FromDataset} gave no sample for '{id}': null", "a sample");
    }

    /// <summary>A component's name for people, with its plugin and version.</summary>
    /// <param name="component">The component.</param>
    internal static string Named(object component) => Owner("", component).TrimStart();

    private T Watched<T>(object component, string member, Func<T> call) => calls is null ? call() : calls.Do(component, member, call);

    private Sample Checked(Sample loaded, SampleInfo sample, DatasetInfo info)
    {
        var tensors = new Dictionary<string, Tensor>(loaded.Tensors, StringComparer.Ordinal);
        Require("CE0112", FromDataset, sample, tensors);
        AddFeatures(tensors, sample, info);
        RequireSizes(tensors, sample);
        var result = new Sample(sample, tensors, loaded.Texts);
        Finding[] faults = task is null ? [] : [.. task.Check(result, info)];
        if (faults.Length == 0) return result;
        throw new JobException([.. faults.Select(fault => fault.Where.Length > 0 ? fault : fault with { Where = $"sample {sample.Id}" })]);
    }

    private static Dictionary<string, SampleInfo> Listed(IDataset dataset)
    {
        var samples = new Dictionary<string, SampleInfo>(StringComparer.Ordinal);
        var faults = new List<Finding>();
        var classes = dataset.Info.Classes.Count;
        foreach (var split in Enum.GetValues<Split>())
        {
            foreach (var sample in dataset.Samples(split))
            {
                if (sample is null) Add("a sample that is null", "samples");
                else if (!samples.TryAdd(sample.Id, sample)) Add($"the id '{sample.Id}' twice", "ids that are unique over all splits");
                else if (sample.Split != split) Add($"'{sample.Id}', which is of the split {sample.Split}", "samples of that split");
                else if (sample.Labels.Any(label => label < 0 || label >= classes))
                {
                    Add($"'{sample.Id}' with the labels {string.Join(", ", sample.Labels)}",
                        $"labels from 0 to {classes - 1}, as it has {classes} classes");
                }

                void Add(string what, string expected) => faults.Add(new()
                {
                    Code = "CE0115",
                    Where = "dataset",
                    What = $"{Owner("The data set", dataset)} lists in the split {split} {what}.",
                    Expected = expected,
                    Fix = "The list is at fault, not the job: correct the plugin.",
                });
            }
        }

        return faults.Count == 0 ? samples : throw new JobException(faults);
    }

    /// <summary>Frames are dropped once an extractor has seen them, unless the model sees them too: they are most of a sample's bytes.</summary>
    private void AddFeatures(Dictionary<string, Tensor> tensors, SampleInfo sample, DatasetInfo info)
    {
        if (features is null || !tensors.TryGetValue(SampleKeys.Frames, out var frames)) return;
        if (features.Produces.Any(key => !tensors.ContainsKey(key)))
        {
            var added = Watched(
                features,
                nameof(IFeatureExtractor.Extract),
                () => Called(FromFeatures, "describe", sample, () => features.Extract(frames, info.FrameRate)));
            if (features.Produces.Where(key => added is null || !added.ContainsKey(key)).ToArray() is { Length: > 0 } missing)
            {
                throw Bad("CE0113", sample, $"{FromFeatures} gave no '{string.Join("', '", missing)}' for sample '{sample.Id}'",
                    "every tensor that it says it produces");
            }

            Require("CE0113", FromFeatures, sample, added!);
            foreach (var (key, tensor) in added!)
            {
                if (!tensors.TryAdd(key, tensor)) tensor.Dispose();
            }
        }

        if (keepFrames) return;
        tensors.Remove(SampleKeys.Frames);
        frames.Dispose();
    }

    private void RequireSizes(Dictionary<string, Tensor> tensors, SampleInfo sample)
    {
        foreach (var (key, dimension, size) in SampleRules.SharedSizes(tensors))
        {
            var (first, id) = _sizes.GetOrAdd(key, (size, sample.Id));
            if (first == size) continue;
            throw Bad("CE0114", sample,
                $"{FromDataset} gave sample '{sample.Id}' with '{key}' of {SampleRules.Describe(tensors[key])}; "
                    + $"sample '{id}' has {first} in dimension {dimension}",
                $"{first} there in every sample");
        }
    }

    private static void Require(string code, string owner, SampleInfo sample, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Finding[] faults = [.. SampleRules.Check(tensors).Select(fault => Finding(
            code, sample, $"{owner} gave sample '{sample.Id}' whose '{fault.Key}' {fault.Found}", fault.Expected, fault.Fix))];
        if (faults.Length > 0) throw new JobException(faults);
    }

    // What a plugin lets through is its own, whoever called it.
    private static T? Called<T>(string owner, string verb, SampleInfo sample, Func<T> call)
        where T : class
    {
        try
        {
            return call();
        }
        catch (JobException exception)
        {
            throw new JobException([.. exception.Findings.Select(finding => finding with
            {
                Where = finding.Where.Length > 0 ? finding.Where : $"sample {sample.Id}",
                What = finding.What.Contains(sample.Id, StringComparison.Ordinal) ? finding.What : $"Sample '{sample.Id}': {finding.What}",
            })]);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or RunFailedException or ComponentFailedException))
        {
            var reason = exception.Message.Split('\n')[0].TrimEnd('.', '\r');
            throw Bad("CE0111", sample, $"{owner} could not {verb} sample '{sample.Id}': {reason}",
                "a sample, or a finding that says what is wrong");
        }
    }

    private static JobException Bad(string code, SampleInfo sample, string what, string expected) =>
        new(Finding(code, sample, what, expected, null));

    private static Finding Finding(string code, SampleInfo sample, string what, string expected, string? fix) => new()
    {
        Code = code,
        Where = $"sample {sample.Id}",
        What = $"{what}.",
        Expected = expected,
        Fix = fix,
    };

    private static string Owner(string kind, object component)
    {
        var type = component.GetType();
        var name = type.GetCustomAttribute<ComponentAttribute>()?.Name ?? type.Name;
        return $"{kind} '{name}' of plugin '{Plugin(type.Assembly)}'";
    }

    // As the host names it: id and version, by the manifest beside the code, whichever of the plugin's assemblies that is in.
    private static string? Plugin(Assembly assembly)
    {
        try
        {
            var manifest = Path.Combine(Path.GetDirectoryName(assembly.Location) ?? "", "plugin.json");
            if (assembly.Location.Length > 0 && File.Exists(manifest) && JsonNode.Parse(File.ReadAllText(manifest)) is JsonObject json)
                return $"{(string?)json["id"]} {(string?)json["version"]}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // The assembly's name says it then.
        }

        return assembly.GetName().Name;
    }
}
