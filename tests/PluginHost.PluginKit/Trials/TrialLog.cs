using System.Globalization;

namespace PluginHost.PluginKit.Trials;

/// <summary>Writes down the numbers of a run, and calls back after each training step.</summary>
internal sealed class TrialLog(Action<int> afterStep) : IRunObserver
{
    private readonly List<string> _lines = [];
    private int _steps;

    public IReadOnlyList<string> Lines => _lines;

    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case StepCompleted step:
                var place = $"step {step.Experience} {step.Phase} {step.Step} of {step.Steps}";
                _lines.Add($"{place}: loss {Number(step.Loss)} {Numbers(step.Terms)} rates {Numbers(step.Rates)}");
                afterStep(++_steps);
                break;
            case EvaluationCompleted evaluation:
                var what = $"{evaluation.Experience} {evaluation.Scope} {evaluation.Step}";
                _lines.Add($"evaluation {what}: {Numbers(evaluation.Scores)} counted {evaluation.Counted}");
                break;
        }
    }

    private static string Numbers(IEnumerable<KeyValuePair<string, double>> numbers) =>
        string.Join(" ", numbers.Select(pair => $"{pair.Key} {Number(pair.Value)}"));

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
