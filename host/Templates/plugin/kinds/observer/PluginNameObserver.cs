using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginName;

/// <summary>Counts training steps, and at the end writes their number into the run's folder.</summary>
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
