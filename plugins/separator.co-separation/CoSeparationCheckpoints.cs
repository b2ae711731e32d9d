using PluginHost.Separators.Checkpoints;

namespace PluginHost.Plugins.CoSeparation;

/// <summary>The checkpoints of Co-Separation: one file for the U-Net, one for the classifier with a row per class.</summary>
internal static class CoSeparationCheckpoints
{
    private static readonly CheckpointRules s_rules = new()
    {
        Code = "CO",
        ClassRows = new HashSet<string>(StringComparer.Ordinal) { "classifier.fc.weight", "classifier.fc.bias" },
        RowsAre = "classifier rows",
        // The original registers its first convolution twice.
        Repeated = new HashSet<string>(StringComparer.Ordinal) { "classifier.conv1.weight" },
    };

    /// <summary>The files that are asked for.</summary>
    /// <param name="options">The option.</param>
    /// <param name="run">Resolves paths; <see langword="null"/> to take them as they are.</param>
    /// <returns>None to two files.</returns>
    public static IReadOnlyList<Checkpoint> Named(CheckpointOptions options, IRunContext? run) =>
        Checkpoint.Named(s_rules, run, ("sound", options.Sound), ("classifier", options.Classifier));
}
