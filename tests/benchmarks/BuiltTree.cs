using System.Reflection;

namespace PluginHost.Benchmarks;

/// <summary>Where the built tree and the repository are.</summary>
internal static class BuiltTree
{
    public static string Artifacts { get; } = Metadata("ArtifactsRoot");

    public static string Repository { get; } = Metadata("RepositoryRoot");

    public static string Shared => Path.Combine(Artifacts, "shared");

    public static string Plugins => Path.Combine(Artifacts, "plugins");

    private static string Metadata(string key) => Path.TrimEndingDirectorySeparator(
        typeof(BuiltTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
}
