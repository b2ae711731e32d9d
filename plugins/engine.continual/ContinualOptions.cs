namespace PluginHost.Plugins.Continual;

/// <summary>Options of the continual-learning engine.</summary>
public sealed class ContinualOptions : StreamOptions
{
    /// <summary>What is tested after an experience, besides the classes seen.</summary>
    public EvaluationOptions Evaluation { get; set; } = new();
}

/// <summary>What is tested after an experience, besides the classes seen.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Whether experiences that are to come are tested too, on a copy of the model with fresh rows, for forward transfer.</summary>
    public bool Future { get; set; }
}
