using NuGet.Versioning;

namespace PluginHost.Feeds;

/// <summary>A place that offers packages by id and version.</summary>
internal interface IPackageFeed : IDisposable
{
    /// <summary>What people call it: its folder or address.</summary>
    string Display { get; }

    /// <summary>The versions of a package; empty if there is none of that id.</summary>
    /// <exception cref="FeedException">The feed cannot be asked or does not answer as a feed.</exception>
    Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes a package to a file. What is there after an exception is to be thrown away.</summary>
    /// <exception cref="FeedException">The package cannot be had, or not whole.</exception>
    Task DownloadAsync(string id, NuGetVersion version, string file, CancellationToken cancellationToken);
}

/// <summary>A feed cannot be reached, or its answer cannot be used.</summary>
internal sealed class FeedException : Exception
{
    public FeedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
