namespace PluginHost.Separators;

/// <summary>Channels of a U-Net's stages on the way down, as options give them.</summary>
public static class StageChannels
{
    /// <summary>The channels in force.</summary>
    /// <param name="listed">Channels of every stage, or none to derive them.</param>
    /// <param name="first">Channels of the first stage; they double up to eightfold.</param>
    /// <param name="downs">The number of stages.</param>
    /// <returns>Channels from the first stage to the last.</returns>
    public static IReadOnlyList<int> Of(IReadOnlyList<int> listed, int first, int downs) =>
        listed.Count > 0 ? listed : [.. Enumerable.Range(0, downs).Select(stage => first << Math.Min(stage, 3))];

    /// <summary>Says what is wrong with a list.</summary>
    /// <param name="listed">Channels of every stage, or none.</param>
    /// <param name="downs">The number of stages.</param>
    /// <param name="code">The findings' code.</param>
    /// <returns>Findings at the option <c>channels</c>.</returns>
    public static IEnumerable<Finding> Check(IReadOnlyList<int> listed, int downs, string code)
    {
        if (listed.Count > 0 && listed.Count != downs) yield return Broken($"has {listed.Count} entries", $"as many as downs, {downs}, or none");
        if (listed.Any(channels => channels < 1)) yield return Broken("has an entry below 1", "numbers from 1");

        Finding Broken(string what, string expected) => new() { Code = code, Where = "channels", What = $"'channels' {what}.", Expected = expected };
    }
}
