using PluginHost.PluginKit.Jobs;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every observer must be able to do: hear the tiny job from its start to its end, and odd events before, without a fault.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class ObserverConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "observer", name, options, task)
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var observer = (IRunObserver)component;
        RunEvent[] odd =
        [
            new MessageReported { Text = "", Severity = FindingSeverity.Warning },
            new ProgressReported { Activity = "nothing", Done = 0, Total = 0 },
            new ProgressReported { Activity = "much", Done = 3, Total = 2, Figures = [new("loss", double.NaN)] },
            new TableReported { Title = "empty", Columns = [], Rows = [] },
            new TableReported { Title = "odd", Columns = ["a", "b"], Rows = [[null, double.PositiveInfinity], ["ü [x]", 3]] },
            new UnknownEvent(),
        ];
        foreach (var runEvent in odd)
        {
            string? fault = null;
            try
            {
                observer.OnEvent(runEvent);
            }
            catch (Exception exception)
            {
                fault = $"it throws at an event '{runEvent.Name}': {exception}";
            }

            if (fault is not null) yield return fault;
        }
    }

    private sealed class UnknownEvent : RunEvent
    {
        public override string Name => "never-heard-of";

        public override void Write(System.Text.Json.Utf8JsonWriter json) => json.WriteNumber("answer", 42);
    }
}
