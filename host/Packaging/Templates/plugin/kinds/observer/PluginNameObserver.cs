using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Counts training steps, and at the end writes their number into the run's folder.</summary>
[Component("plugin-name")]
public sealed class PluginNameObserver(PluginNameOptions options, IRunContext run) : IRunObserver
{
    private int _steps;

    /// <summary>The steps counted so far.</summary>
    public int Counted => _steps / options.Every;

    /// <summary>Called for one event at a time; what it throws costs this observer its place, and nothing else.</summary>
    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case StepCompleted: _steps++; break;
            case RunEnded: File.WriteAllText(Path.Combine(run.Directory, "plugin-name.txt"), $"{Counted}\n"); break;
        }
    }
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>Counts every so many steps.</summary>
    [Range(1, 1000000)]
    public int Every { get; set; } = 1;
}
