using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>Where the run stands: what a saved state is about.</summary>
public sealed class PhasePosition : IDisposable
{
    private TimeSpan _counted = Environment.CpuUsage.TotalTime;

    /// <summary>The experience, from 0.</summary>
    public int Experience { get; set; }

    /// <summary>Whether the experience has begun: its model is grown, its memory filled.</summary>
    public bool Begun { get; set; }

    /// <summary>The phase within the experience; equal to the number of phases when training is over.</summary>
    public int Phase { get; set; }

    /// <summary>Steps taken in the phase.</summary>
    public int Step { get; set; }

    /// <summary>The number of steps after which the latest validation of the phase happened; 0 for none.</summary>
    public int Validated { get; set; }

    /// <summary>The number of experiences whose tests are done, within the phase of a stream without boundaries.</summary>
    public int Tested { get; set; }

    /// <summary>The best weights of the phase so far.</summary>
    public BestWeights? Best { get; set; }

    /// <summary>The step of the weights chosen in the experience's latest selecting phase.</summary>
    public int? SelectedStep { get; set; }

    /// <summary>Their validation score.</summary>
    public double? SelectedScore { get; set; }

    /// <summary>Seconds of training in the experience so far, those of earlier executions included.</summary>
    public double TrainingSeconds { get; set; }

    /// <summary>
    /// Seconds of processor time, all threads together, of the experience so far as <see cref="CountProcessorTime"/> knows it, those of earlier
    /// executions included.
    /// </summary>
    public double ProcessorSeconds { get; private set; }

    /// <summary>Batches of the experience so far that no parameter learned from, since loss or gradient was not finite.</summary>
    public int SkippedBatches { get; set; }

    /// <summary>Steps of the phase that are left out: their loss or gradient was not finite, and the run went back behind them.</summary>
    public SortedSet<int> LeftOut { get; } = [];

    /// <summary>Adds the processor time since the last call, or since the position was made or loaded.</summary>
    public void CountProcessorTime()
    {
        var now = Environment.CpuUsage.TotalTime;
        ProcessorSeconds += (now - _counted).TotalSeconds;
        _counted = now;
    }

    /// <summary>Begins to count anew.</summary>
    public void ForgetProcessorTime() => ProcessorSeconds = 0;

    /// <summary>Moves to the next phase.</summary>
    public void NextPhase()
    {
        LeftOut.Clear();
        Phase++;
        Step = 0;
        Validated = 0;
        Best?.Dispose();
        Best = null;
    }

    /// <summary>Moves to the next experience.</summary>
    public void NextExperience()
    {
        Experience++;
        Begun = false;
        Phase = 0;
        SelectedStep = null;
        SelectedScore = null;
        TrainingSeconds = 0;
        ForgetProcessorTime();
        SkippedBatches = 0;
    }

    /// <summary>Lays the position down, without the best weights themselves.</summary>
    /// <returns>JSON for a saved state.</returns>
    public JsonObject Save() => new()
    {
        ["experience"] = Experience,
        ["begun"] = Begun,
        ["phase"] = Phase,
        ["step"] = Step,
        ["tested"] = Tested,
        ["validated"] = Validated,
        ["bestScore"] = Text(Best?.Score),
        ["bestStep"] = Best?.Step,
        ["selectedScore"] = Text(SelectedScore),
        ["selectedStep"] = SelectedStep,
        ["trainingSeconds"] = TrainingSeconds,
        ["processorSeconds"] = ProcessorSeconds,
        ["skippedBatches"] = SkippedBatches,
        ["leftOut"] = new JsonArray([.. LeftOut.Select(step => JsonValue.Create(step))]),
    };

    /// <summary>Takes the position of a saved state.</summary>
    /// <param name="saved">The state.</param>
    public void Load(SavedState saved)
    {
        var json = saved.Json;
        Experience = (int)json["experience"]!;
        Begun = (bool)json["begun"]!;
        Phase = (int)json["phase"]!;
        Step = (int)json["step"]!;
        Tested = (int)json["tested"]!;
        Validated = (int)json["validated"]!;
        SelectedStep = (int?)json["selectedStep"];
        SelectedScore = Number(json["selectedScore"]);
        TrainingSeconds = (double)json["trainingSeconds"]!;
        ProcessorSeconds = (double?)json["processorSeconds"] ?? 0;
        _counted = Environment.CpuUsage.TotalTime;
        SkippedBatches = (int)json["skippedBatches"]!;
        LeftOut.Clear();
        foreach (var step in json["leftOut"]!.AsArray()) LeftOut.Add((int)step!);
        Best?.Dispose();
        Best = Number(json["bestScore"]) is { } best
            ? new(best, (int)json["bestStep"]!, BestWeights.Copy(TensorNames.Under("best/", saved.Tensors)))
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => Best?.Dispose();

    // JSON has no infinities.
    private static string? Text(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static double? Number(JsonNode? node) => (string?)node is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
