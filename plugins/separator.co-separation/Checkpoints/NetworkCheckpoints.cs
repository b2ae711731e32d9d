using PluginHost.Separators.Checkpoints;

namespace PluginHost.Plugins.CoSeparation.Checkpoints;

/// <summary>The checkpoints of Co-Separation: one file for the U-Net, one for the classifier with a row per class.</summary>
internal static class NetworkCheckpoints
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
    public static IReadOnlyList<Checkpoint> Of(CheckpointOptions options, IRunContext? run) =>
        Checkpoint.Of(s_rules, run, ("sound", options.Sound), ("classifier", options.Classifier));
}
