using System.Reflection;

namespace PluginHost.Contracts.Policy;

/// <summary>Where the approved texts lie, and the versions they belong to.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Artifacts { get; } = Metadata("ArtifactsRoot");

    /// <summary>The version of the last released contracts, with four parts as assemblies have.</summary>
    public static Version Released { get; } = Version.Parse(Metadata("ReleasedContracts") + ".0");

    /// <summary>Where packages were restored to: TorchSharp is taken from there.</summary>
    public static string PackageCache { get; } = Metadata("PackageCache");

    public static string Approved(string assembly) => Path.Combine(Root, "contracts", "surface", $"{assembly}.txt");

    public static string ReleasedText(string assembly) =>
        Path.Combine(Root, "contracts", "surface", "released", Released.ToString(3), $"{assembly}.txt");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
