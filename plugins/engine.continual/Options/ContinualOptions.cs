namespace PluginHost.Plugins.Continual;

/// <summary>Options of the continual-learning engine.</summary>
public sealed class ContinualOptions : StreamOptions
{
    /// <summary>What is tested after an experience, besides the classes seen.</summary>
    public EvaluationOptions Evaluation { get; set; } = new();
}
