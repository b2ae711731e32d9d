using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Training;

/// <summary>What a run keeps of its predictions, so that metrics can be computed after training.</summary>
public sealed class RecordOptions
{
    /// <summary>Whether predictions are kept.</summary>
    [Description("Whether the predictions of every test after an experience are kept in records/, so that 'runs metrics --add' can compute more")]
    public bool Keep { get; set; } = true;

    /// <summary>Names of the prediction's tensors that are kept.</summary>
    [Description("The tensors of a prediction that are kept: class scores; sounds and pictures are left out unless named")]
    public string[] Tensors { get; set; } = [PredictionKeys.Logits];

    /// <summary>The most that all records of a run may take.</summary>
    [Range(0, 10_000_000)]
    [Description("Megabytes (2^20 bytes) that all records of a run may take; a test that does not fit is left out, and a warning says so")]
    public int Megabytes { get; set; } = 256;

    /// <summary>How many examples are kept for the report.</summary>
    [Range(0, 1000)]
    [Description("Test items whose sounds and pictures are kept in examples/ at the end of the run, for its report; 0 for none")]
    public int Examples { get; set; } = 4;
}
