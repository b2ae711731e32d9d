using System.Text.Json.Nodes;
using TorchSharp.Modules;

namespace PluginHost.Plugins.TensorBoard;

/// <summary>Writes event files for TensorBoard into <c>tensorboard/</c> of the run's folder, by TorchSharp's summary writer.</summary>
/// <remarks>
/// Scalars are <c>train/loss</c>, <c>train/term/NAME</c>, <c>train/rate/GROUP</c> and <c>train/steps per second</c> at the engine's logging interval,
/// and <c>SCOPE/FIGURE</c> of every evaluation. Their step counts training steps of the whole run, over experiences and phases. A resumed run
/// counts on from what <c>tensorboard/steps.json</c> says and writes a further file, as TensorBoard expects.
/// </remarks>
/// <param name="run">Says where the files lie and whether the run is resumed.</param>
[Component("tensorboard")]
public sealed class TensorBoardObserver(IRunContext run) : IRunObserver
{
    private readonly string _folder = Path.Combine(run.Directory, "tensorboard");
    private StepCount? _count;
    private SummaryWriter? _writer;

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        if (runEvent is StepCompleted step) Write(step);
        if (runEvent is EvaluationCompleted evaluation) Write(evaluation);
    }

    private void Write(StepCompleted step)
    {
        var at = Count().At(step.Experience, step.Phase, step.Step);
        Add("train/loss", step.Loss, at, step);
        foreach (var (name, value) in step.Terms) Add($"train/term/{name}", value, at, step);
        foreach (var (name, value) in step.Rates) Add($"train/rate/{name}", value, at, step);
        Add("train/steps per second", step.StepsPerSecond, at, step);
    }

    private void Write(EvaluationCompleted evaluation)
    {
        foreach (var (name, value) in evaluation.Scores) Add($"{evaluation.Scope}/{name}", value, Count().Latest, evaluation);
    }

    private void Add(string tag, double value, int step, RunEvent runEvent)
    {
        Directory.CreateDirectory(_folder);
        _writer ??= torch.utils.tensorboard.SummaryWriter(_folder);
        _writer.add_scalar(tag, (float)value, step, runEvent.Time.ToUnixTimeSeconds());
    }

    private StepCount Count() => _count ??= new(Path.Combine(_folder, "steps.json"), run.Resume);
}

/// <summary>
/// Counts training steps over phases. An event has the step within its phase; the file says which phases came before, also after a stop.
/// </summary>
internal sealed class StepCount
{
    private readonly string _file;
    private readonly List<(string Phase, int Steps)> _phases = [];

    /// <param name="file">Where the phases stand.</param>
    /// <param name="resume">Whether to count on from them.</param>
    public StepCount(string file, bool resume)
    {
        _file = file;
        if (!resume || !File.Exists(file)) return;
        foreach (var phase in JsonNode.Parse(File.ReadAllText(file))!.AsArray()) _phases.Add(((string)phase!["phase"]!, (int)phase["steps"]!));
        Latest = _phases.Sum(phase => phase.Steps);
    }

    /// <summary>The step that was asked for last.</summary>
    public int Latest { get; private set; }

    /// <summary>The step of the run that a step of a phase is, from 1.</summary>
    public int At(int experience, string phase, int step)
    {
        var name = $"{experience} {phase}";
        var place = _phases.FindIndex(known => known.Phase == name);
        if (place < 0)
        {
            place = _phases.Count;
            _phases.Add((name, 0));
        }

        // Phases that are resumed or taken back to go on from where they were.
        if (step != _phases[place].Steps)
        {
            _phases[place] = (name, step);
            _phases.RemoveRange(place + 1, _phases.Count - place - 1);
            Save();
        }

        return Latest = _phases.Take(place).Sum(known => known.Steps) + step;
    }

    private void Save()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var text = new JsonArray([.. _phases.Select(phase => (JsonNode)new JsonObject { ["phase"] = phase.Phase, ["steps"] = phase.Steps })]).ToJsonString();
        File.WriteAllText(_file + ".tmp", text);
        File.Move(_file + ".tmp", _file, overwrite: true);
    }
}
