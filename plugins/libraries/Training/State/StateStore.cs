using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// Gathers the state of a run for the checkpoints folder and gives it back: models, optimizers, components, position, results, and what the
/// numbers depend on.
/// </summary>
/// <param name="directory">The folder.</param>
/// <param name="context">The learning context, whose model and kept models are saved.</param>
/// <param name="components">Every component with state, by its name in the state.</param>
/// <param name="basis">What the numbers of the run depend on; a state of another one is refused.</param>
/// <param name="samples">The samples of the run.</param>
/// <param name="results">The results so far.</param>
public sealed class StateStore(
    string directory,
    LearningContext context,
    IReadOnlyList<KeyValuePair<string, IStateful>> components,
    JsonObject basis,
    SampleRecord samples,
    Func<JsonNode> results)
{
    private readonly CheckpointFolder _folder = new(directory, context.Options.CheckpointsKept);
    private string? _samples;
    private bool _closed;

    /// <summary>Begins a run anew: states of an earlier one go.</summary>
    public void Begin()
    {
        _folder.Clear();
        _samples = samples.Write();
    }

    /// <summary>Refuses to save anything more: the watchdog has given the run up.</summary>
    public void Close() => Volatile.Write(ref _closed, true);

    /// <summary>Saves the state of the run at a position.</summary>
    /// <param name="position">Where the run stands.</param>
    /// <param name="addPhase">Adds what belongs to a phase under way.</param>
    /// <exception cref="RunFailedException">The disk is full or the folder cannot be written; the state before is kept.</exception>
    public void Save(PhasePosition position, Action<Dictionary<string, Tensor>, JsonObject>? addPhase = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (position.Best is { } best) TensorNames.Add(tensors, "best/", best.Weights);
        tensors["rng"] = get_rng_state();
        tensors["samples"] = samples.Save();
        position.CountProcessorTime();
        var json = position.Save();
        json["basis"] = basis.DeepClone();
        json["sampleList"] = _samples ??= samples.Write();
        json["seenLabels"] = context.SeenLabels;
        json["results"] = results();
        json["models"] = context.Models.Save(tensors);
        foreach (var (name, component) in components)
        {
            var bag = new StateBag();
            context.Calls.Do(component, nameof(IStateful.SaveState), () => component.SaveState(bag));
            json[name] = bag.Json.Parent is null ? bag.Json : bag.Json.DeepClone();
            TensorNames.Add(tensors, $"{name}/", bag.Tensors);
        }

        addPhase?.Invoke(tensors, json);
        if (Volatile.Read(ref _closed)) throw new OperationCanceledException("The run was given up.");
        Kept(() => _folder.Write(json, tensors));
        context.Calls.Beat();
    }

    /// <summary>Saves the model's weights as those of an experience.</summary>
    /// <param name="experience">The experience, from 0.</param>
    public void SaveModel(int experience)
    {
        using var scope = NewDisposeScope();
        SaveWeights(WeightsFile(experience), context.Model.Module.state_dict());
    }

    /// <summary>Saves the best weights of an experience so far, by validation.</summary>
    /// <param name="experience">The experience, from 0.</param>
    /// <param name="best">The weights; parameters that strategies added are no part of a model.</param>
    public void SaveBest(int experience, BestWeights best) => SaveWeights(
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"experience-{experience}-best.safetensors")),
        best.Weights.Where(pair => !pair.Key.StartsWith(ModelShelf.AddedPrefix, StringComparison.Ordinal)));

    /// <summary>Reads the newest whole state.</summary>
    /// <returns>The state, owned by the caller; <see langword="null"/> if none was ever saved.</returns>
    /// <exception cref="JobException">None is whole, or it belongs to another job or to other samples.</exception>
    public SavedState? Load()
    {
        var (saved, unfinished, damaged) = _folder.ReadNewest();
        if (saved is null)
        {
            if (damaged.Count > 0) throw new JobException(Unreadable(string.Join("; ", damaged)));
            context.Events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = "No state was saved before: the run begins anew." });
            Begin();
            return null;
        }

        string[] skipped = [.. unfinished, .. damaged];
        if (skipped.Length > 0)
        {
            context.Events.Publish(new MessageReported
            {
                Severity = FindingSeverity.Warning,
                Text = $"Going on from {Path.GetFileName(_folder.Newest)}, the newest state that is whole. "
                    + $"Skipped: {string.Join("; ", skipped)}.",
            });
        }

        try
        {
            Check(saved);
        }
        catch
        {
            saved.Dispose();
            throw;
        }

        return saved;
    }

    /// <summary>Reads the newest whole state of a finished run, whatever its numbers depend on: it is to predict, and not to go on.</summary>
    /// <returns>The state, owned by the caller; <see langword="null"/> if there is none.</returns>
    public SavedState? LoadLast() => _folder.ReadNewest().State;

    /// <summary>Loads the weights that were kept after an experience into a module.</summary>
    /// <param name="experience">The experience, from 0.</param>
    /// <param name="module">The module, with the classes of that experience.</param>
    /// <exception cref="JobException">There are none, or they do not fit.</exception>
    public void LoadWeights(int experience, nn.Module module)
    {
        using var scope = NewDisposeScope();
        var file = WeightsFile(experience);
        if (!File.Exists(file)) throw new JobException(NoModel("It has neither a saved state nor the weights of its last experience"));
        try
        {
            var weights = PluginHost.Tensors.Safetensors.Read(file);
            if (ModuleTensors.Differences(weights, module) is { Count: > 0 } differences)
                throw new JobException(NoModel($"The weights of its last experience do not fit its model: {differences[0]}"));
            module.load_state_dict(weights);
        }
        catch (InvalidDataException exception)
        {
            throw new JobException(NoModel($"The weights of its last experience are damaged: {exception.Message}"));
        }
    }

    /// <summary>Restores the components that were saved; the context's models are restored before.</summary>
    /// <param name="saved">The saved state.</param>
    public void LoadComponents(SavedState saved)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, component) in components)
            context.Calls.Do(component, nameof(IStateful.LoadState), () => component.LoadState(saved.Bag(name), context));
    }

    /// <summary>Says where the newest state on disk is.</summary>
    /// <returns>Words for a message.</returns>
    public string Describe() => _folder.Newest is { } file ? $"The last whole state is {file}." : "No state was saved yet.";

    private void SaveWeights(string file, IEnumerable<KeyValuePair<string, Tensor>> weights) =>
        Kept(() => AtomicFile.Write(file, stream => PluginHost.Tensors.Safetensors.Write(stream, weights)));

    private string WeightsFile(int experience) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"experience-{experience}.safetensors"));

    private Finding NoModel(string what) => new()
    {
        Code = "CE0701", Where = directory, What = what, Expected = "the folder of a complete run", Fix = "Run the job again.",
    };

    private void Kept(Action write)
    {
        try
        {
            write();
        }
        catch (RunFailedException exception)
        {
            throw new RunFailedException($"{exception.Message} {Describe()}", exception);
        }
    }

    private void Check(SavedState saved)
    {
        if (saved.Json["basis"] is not JsonObject before || !saved.Tensors.TryGetValue("samples", out var known))
            throw new JobException(Unreadable("it does not say what its numbers depend on"));
        var other = RunBasis.Compare(before, basis, context.Options.AcceptOtherThreads).ToArray();
        if (other.Length > 0) throw new JobException(other);
        _samples = samples.Checksum();
        if ((string?)saved.Json["sampleList"] != _samples) throw new JobException([.. samples.Differences()]);
        // TorchSharp ends the process where libtorch refuses the state of a generator.
        using var own = get_rng_state();
        if (saved.Tensors.GetValueOrDefault("rng") is not { } rng || rng.dtype != own.dtype || rng.numel() != own.numel())
            throw new JobException(Unreadable("the state of the random generator is missing or is not one of this libtorch"));
        samples.Load(known);
    }

    private Finding Unreadable(string why) => new()
    {
        Code = "CE0302",
        Where = directory,
        What = $"No saved state is whole: {why}",
        Expected = "at least one whole pair of state-N.json and state-N.safetensors",
        Fix = "Run without --resume to begin anew.",
    };
}
