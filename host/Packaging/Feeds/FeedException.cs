namespace PluginHost.Feeds;

/// <summary>A feed cannot be reached, or its answer cannot be used.</summary>
internal sealed class FeedException : Exception
{
    public FeedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
