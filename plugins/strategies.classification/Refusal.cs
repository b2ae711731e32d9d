namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>What a strategy says, before anything is learned, to a job that it cannot work in.</summary>
internal static class Refusal
{
    /// <summary>A finding about the job's strategy.</summary>
    /// <param name="what">What does not fit.</param>
    /// <param name="fix">The way out.</param>
    /// <returns>The exception to throw.</returns>
    public static JobException Of(string what, string fix) =>
        new(new Finding { Code = "SC0101", Where = "strategy", What = what, Fix = fix });
}
