using NuGet.Versioning;

namespace PluginHost.Packages;

/// <summary>What a package's nuspec calls it.</summary>
internal sealed record PackageIdentity(string Id, NuGetVersion Version)
{
    public override string ToString() => $"{Id} {Version}";
}
