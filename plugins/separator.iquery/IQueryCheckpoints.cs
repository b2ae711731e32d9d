using PluginHost.Separators.Checkpoints;

namespace PluginHost.Plugins.IQuery;

/// <summary>The checkpoints of iQuery: one file for the U-Net, one for the transformer with a query per class.</summary>
internal static class IQueryCheckpoints
{
    // Parts of decoder layers that some layers use and others only hold.
    private static readonly string[] s_unusedBlocks =
    [
        ".self_attn.", ".multihead_attn.", ".cross_attn_motion.", ".norm1.", ".norm2.", ".norm4.",
    ];

    private static readonly CheckpointRules s_rules = new()
    {
        Code = "IQ",
        ClassRows = new HashSet<string>(StringComparer.Ordinal) { "maskformer.query_embed.weight" },
        RowsAre = "queries",
        Advice = Advise,
    };

    /// <summary>The files that are asked for.</summary>
    /// <param name="options">The option.</param>
    /// <param name="run">Resolves paths; <see langword="null"/> to take them as they are.</param>
    /// <returns>None to two files.</returns>
    public static IReadOnlyList<Checkpoint> Named(CheckpointOptions options, IRunContext? run) =>
        Checkpoint.Named(s_rules, run, ("sound", options.Sound), ("maskformer", options.Maskformer));

    private static string Advise(string[] extra, string[] missing)
    {
        if (extra.Length > 0 && extra.All(Unused)) return "Set separator.options.unusedBlocks to true.";
        return extra.Length == 0 && missing.All(Unused)
            ? "Set separator.options.unusedBlocks to false."
            : "Name the file of this network, and set the separator's sizes to those of the file.";
    }

    private static bool Unused(string name) => name.Contains(".decoder.layers.", StringComparison.Ordinal)
        && s_unusedBlocks.Any(block => name.Contains(block, StringComparison.Ordinal));
}
