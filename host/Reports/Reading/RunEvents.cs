using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Reports.Reading;

/// <summary>What a run's events.jsonl tells of the time of training.</summary>
internal sealed class RunEvents
{
    /// <summary>The file's name.</summary>
    public const string FileName = "events.jsonl";

    /// <summary>A larger file is not read, in bytes.</summary>
    public const long LargestFile = 256L << 20;

    /// <summary>About how many steps are kept; of more, every second is dropped, as often as needed.</summary>
    public const int MostSteps = 1500;

    private readonly List<LoggedStep> _steps = [];
    private readonly List<LoggedValidation> _validations = [];
    private string _phase = "";
    private int _stride = 1;
    private int _met;
    private bool _resumed;

    /// <summary>Steps in their order. Those that a resumed run took again stand once, as taken last.</summary>
    public IReadOnlyList<LoggedStep> Steps => _steps;

    /// <summary>Validations between steps, in their order.</summary>
    public IReadOnlyList<LoggedValidation> Validations => _validations;

    /// <summary>Every how many logged steps one is kept.</summary>
    public int Stride => _stride;

    /// <summary>Warnings and errors that the run reported.</summary>
    public List<(string Severity, string Text)> Messages { get; } = [];

    /// <summary>Notes, such as which libtorch computes.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Where libtorch computes, if a note says so; what "auto" came to.</summary>
    public string Device => Notes.Select(note => note.Split(' ', 5)).Where(words => words is ["libtorch", _, "on", _, ..])
        .Select(words => words[3].TrimEnd(':', '.', ',')).LastOrDefault("");

    /// <summary>Seconds of all executions that came to an end together.</summary>
    public double? Seconds { get; private set; }

    /// <summary>How often the run was resumed.</summary>
    public int Resumptions { get; private set; }

    /// <summary>What is wrong with the file; <see langword="null"/> for nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads the events of a run's folder; of a file that is damaged, what can be read.</summary>
    public static RunEvents Read(string folder)
    {
        var events = new RunEvents();
        var file = new FileInfo(Path.Combine(folder, FileName));
        if (!file.Exists)
        {
            events.Fault = $"There is no {FileName}: the job has no observer jsonl, or the run did not begin. Curves of training need it.";
            return events;
        }

        if (file.Length > LargestFile)
        {
            events.Fault = $"{FileName} has {RunFiles.Text(file.Length)}, more than the {RunFiles.Text(LargestFile)} that are read: "
                + "there are no curves of training.";
            return events;
        }

        try
        {
            events.Read(File.ReadLines(file.FullName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            events.Fault = $"{FileName} cannot be read: {exception.Message}";
        }

        return events;
    }

    /// <summary>Adds the events of lines.</summary>
    public void Read(IEnumerable<string> lines)
    {
        var damaged = 0;
        foreach (var line in lines)
        {
            // Progress comes often and says nothing that is shown.
            if (line.Length == 0 || line.Contains("\"event\":\"progress\"", StringComparison.Ordinal)) continue;
            try
            {
                Add(JsonNode.Parse(line));
            }
            catch (JsonException)
            {
                damaged++;
            }
        }

        if (damaged == 0) return;
        Fault = damaged == 1 ? $"1 line of {FileName} cannot be read and is left out." : $"{damaged} lines of {FileName} cannot be read and are left out.";
    }

    private void Add(JsonNode? json)
    {
        switch (json.At("event").Text())
        {
            case "run-started":
                _resumed = json.At("resumed").IsTrue();
                if (_resumed) Resumptions++;
                break;
            case "run-ended":
                Seconds = (Seconds ?? 0) + (json.At("seconds").Number() ?? 0);
                break;
            case "message" when json.At("severity").Text() is "warning" or "error":
                Messages.Add((json.At("severity").Text(), json.At("text").Text()));
                break;
            case "message":
                Notes.Add(json.At("text").Text());
                break;
            case "step":
                Add(LoggedStep.Of(json));
                break;
            case "evaluation" when json.At("scope").Text() == "validation":
                _validations.Add(LoggedValidation.Of(json, _phase));
                break;
            default:
                break;
        }
    }

    private void Add(LoggedStep step)
    {
        if (_resumed) ForgetFrom(step);
        _resumed = false;
        _phase = step.Phase;
        if (_met++ % _stride != 0) return;
        _steps.Add(step);
        if (_steps.Count <= 2 * MostSteps) return;
        var kept = (_steps.Count + 1) / 2;
        for (var i = 0; i < kept; i++) _steps[i] = _steps[2 * i];
        _steps.RemoveRange(kept, _steps.Count - kept);
        _stride *= 2;
        // Counted from the step just met, which stays, as their number was odd.
        _met = 1;
    }

    // A run that was killed goes on from its last state, which lies before its last events.
    private void ForgetFrom(LoggedStep step)
    {
        var first = _steps.FindIndex(old => Again(old.Experience, old.Phase, old.Step));
        if (first >= 0) _steps.RemoveRange(first, _steps.Count - first);
        _validations.RemoveAll(old => Again(old.Experience, old.Phase, old.Step));

        bool Again(int experience, string phase, int at) =>
            experience > step.Experience || (experience == step.Experience && phase == step.Phase && at >= step.Step);
    }
}

/// <summary>A step that the engine logged.</summary>
/// <param name="Experience">The experience, from 0.</param>
/// <param name="Phase">The phase within it.</param>
/// <param name="Step">The step within the phase, from 1.</param>
/// <param name="Steps">Steps of the phase in all.</param>
/// <param name="Loss">The total loss; <see langword="null"/> where it was not finite.</param>
/// <param name="Terms">Its unweighted terms by name.</param>
/// <param name="Rates">The learning rate of each group of parameters.</param>
/// <param name="Speed">Steps per second since the event before.</param>
internal sealed record LoggedStep(
    int Experience,
    string Phase,
    int Step,
    int Steps,
    double? Loss,
    IReadOnlyDictionary<string, double?> Terms,
    IReadOnlyDictionary<string, double?> Rates,
    double? Speed)
{
    /// <summary>Reads an event.</summary>
    public static LoggedStep Of(JsonNode? json) => new(
        Whole(json, "experience"), json.At("phase").Text(), Whole(json, "step"), Whole(json, "steps"), json.At("loss").Number(),
        Numbers(json, "terms"), Numbers(json, "rates"), json.At("stepsPerSecond").Number());

    /// <summary>A count in an event; 0 where it is none.</summary>
    public static int Whole(JsonNode? json, string name) => (int)Math.Clamp(json.At(name).Number() ?? 0, 0, int.MaxValue);

    /// <summary>The numbers of an object in an event.</summary>
    public static Dictionary<string, double?> Numbers(JsonNode? json, string name) =>
        json.At(name).Fields().ToDictionary(pair => pair.Key, pair => pair.Value.Number(), StringComparer.Ordinal);
}

/// <summary>A validation between two steps, by which weights are selected.</summary>
/// <param name="Experience">The experience, from 0.</param>
/// <param name="Phase">The phase within it.</param>
/// <param name="Step">The steps of the phase before it.</param>
/// <param name="Scores">Figures over the validation samples of all experiences so far, by name.</param>
internal sealed record LoggedValidation(int Experience, string Phase, int Step, IReadOnlyDictionary<string, double?> Scores)
{
    /// <summary>Reads an event.</summary>
    public static LoggedValidation Of(JsonNode? json, string phase) =>
        new(LoggedStep.Whole(json, "experience"), phase, LoggedStep.Whole(json, "step"), LoggedStep.Numbers(json, "scores"));
}
