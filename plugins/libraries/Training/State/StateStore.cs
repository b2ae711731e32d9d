using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// The run's checkpoints folder. <c>state.json</c> names the tensor file that belongs to it and is written last, so the pair changes
/// atomically.
/// </summary>
/// <param name="directory">The folder.</param>
/// <param name="context">The learning context, whose model and kept models are saved.</param>
/// <param name="components">Every component with state, by its name in the state.</param>
/// <param name="fingerprint">What the numbers of the run depend on; a state of another one is refused.</param>
/// <param name="results">The results so far.</param>
public sealed class StateStore(
    string directory,
    LearningContext context,
    IReadOnlyList<KeyValuePair<string, IStateful>> components,
    string fingerprint,
    Func<JsonNode> results)
{
    private const int Format = 2;
    private int _number;

    private string JsonPath => Path.Combine(directory, "state.json");

    /// <summary>Saves the state of the run at a position.</summary>
    /// <param name="position">Where the run stands.</param>
    /// <param name="addPhase">Adds what belongs to a phase under way.</param>
    public void Save(PhasePosition position, Action<Dictionary<string, Tensor>, JsonObject>? addPhase = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (position.Best is { } best) TensorNames.Add(tensors, "best/", best.Weights);
        tensors["rng"] = get_rng_state();
        var json = Describe(position);
        json["models"] = context.Models.Save(tensors);
        foreach (var (name, component) in components)
        {
            var bag = new StateBag();
            component.SaveState(bag);
            json[name] = bag.Json.Parent is null ? bag.Json : bag.Json.DeepClone();
            TensorNames.Add(tensors, $"{name}/", bag.Tensors);
        }

        addPhase?.Invoke(tensors, json);
        var file = $"state-{++_number}.safetensors";
        json["tensors"] = file;
        AtomicFile.Write(Path.Combine(directory, file), path => Safetensors.Write(path, tensors));
        AtomicFile.Write(JsonPath, path => File.WriteAllText(path, json.ToJsonString()));
        var others = Directory.GetFiles(directory, "state-*.safetensors").Where(path => Path.GetFileName(path) != file);
        foreach (var old in others) File.Delete(old);
    }

    /// <summary>Saves the model's weights as those of an experience.</summary>
    /// <param name="experience">The experience, from 0.</param>
    public void SaveModel(int experience)
    {
        using var scope = NewDisposeScope();
        var weights = context.Model.Module.state_dict();
        AtomicFile.Write(Path.Combine(directory, $"experience-{experience}.safetensors"), path => Safetensors.Write(path, weights));
    }

    /// <summary>Reads the saved state.</summary>
    /// <returns>The state, owned by the caller; <see langword="null"/> if there is none.</returns>
    /// <exception cref="JobException">It is damaged, or belongs to another job.</exception>
    public SavedState? Load()
    {
        if (!File.Exists(JsonPath)) return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(JsonPath))!.AsObject();
            if ((int?)json["format"] != Format || (string?)json["fingerprint"] != fingerprint)
            {
                throw new JobException(new Finding
                {
                    Code = "CE0301",
                    Where = JsonPath,
                    What = "The saved state was made by a job with other training options, classes or seed",
                    Expected = "the same job",
                    Fix = "Run with the options of the first time, or without --resume.",
                });
            }

            var file = (string)json["tensors"]!;
            _number = (int)json["number"]!;
            return new(json, Read(Path.Combine(directory, Path.GetFileName(file))));
        }
        catch (Exception exception) when (exception is not JobException)
        {
            throw new JobException(new Finding
            {
                Code = "CE0302",
                Where = JsonPath,
                What = $"The saved state cannot be read: {exception.Message}",
                Fix = "Run without --resume to begin anew.",
            });
        }
    }

    /// <summary>Restores the components that were saved; the context's models are restored before.</summary>
    /// <param name="saved">The saved state.</param>
    public void LoadComponents(SavedState saved)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, component) in components) component.LoadState(saved.Bag(name), context);
    }

    /// <summary>Says where the state on disk stands.</summary>
    /// <returns>Words for a message.</returns>
    public string Describe()
    {
        if (!File.Exists(JsonPath)) return "none, as none was saved before this step";
        var json = JsonNode.Parse(File.ReadAllText(JsonPath))!;
        return $"{JsonPath}, experience {(int)json["experience"]! + 1}, step {(int)json["step"]!}";
    }

    /// <summary>Says whether every floating-point tensor of a module is finite.</summary>
    /// <param name="module">The module.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsFinite(nn.Module module)
    {
        using var scope = NewDisposeScope();
        return module.state_dict().Values.Where(tensor => tensor.is_floating_point()).All(tensor => tensor.isfinite().all().ToBoolean());
    }

    private static Dictionary<string, Tensor> Read(string path)
    {
        var tensors = Safetensors.Read(path);
        foreach (var tensor in tensors.Values) tensor.DetachFromDisposeScope();
        CheckGenerator(tensors.GetValueOrDefault("rng"));
        return tensors;
    }

    // TorchSharp ends the process where libtorch refuses the state of a generator.
    private static void CheckGenerator(Tensor? saved)
    {
        using var own = get_rng_state();
        if (saved is null || saved.dtype != own.dtype || saved.numel() != own.numel())
            throw new InvalidDataException("the state of the random generator is missing or is not one of this libtorch");
    }

    private JsonObject Describe(PhasePosition position) => new()
    {
        ["format"] = Format,
        ["fingerprint"] = fingerprint,
        ["number"] = _number + 1,
        ["experience"] = position.Experience,
        ["begun"] = position.Begun,
        ["phase"] = position.Phase,
        ["step"] = position.Step,
        ["tested"] = position.Tested,
        ["validated"] = position.Validated,
        ["bestScore"] = position.Best?.Score.ToString(CultureInfo.InvariantCulture),
        ["bestStep"] = position.Best?.Step,
        ["selectedScore"] = position.SelectedScore?.ToString(CultureInfo.InvariantCulture),
        ["selectedStep"] = position.SelectedStep,
        ["trainingSeconds"] = position.TrainingSeconds,
        ["seenLabels"] = context.SeenLabels,
        ["results"] = results(),
    };
}
