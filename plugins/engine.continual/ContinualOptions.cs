using System.ComponentModel.DataAnnotations;

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

    /// <summary>Steps of training between two tests on the experiences so far, 0 for none: what the worst accuracy during training needs.</summary>
    [Range(0, 100_000_000)]
    public int EverySteps { get; set; }
}
