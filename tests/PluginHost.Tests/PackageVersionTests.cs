using System.Reflection;
using System.Xml.Linq;

namespace PluginHost.Tests;

public class PackageVersionTests
{
    private static readonly string Root = typeof(PackageVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static readonly string[] Outputs = ["bin", "obj", "artifacts", "runs", ".git"];

    [Fact]
    public void Every_central_package_version_is_referenced_by_some_project()
    {
        var referenced = ProjectFiles(Root).SelectMany(file => Items(file, "PackageReference")).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Items(Path.Combine(Root, "Directory.Packages.props"), "PackageVersion").Where(id => !referenced.Contains(id)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Items(string file, string name) =>
        XDocument.Load(file).Descendants(name).Select(item => (string?)item.Attribute("Include")).OfType<string>();

    private static IEnumerable<string> ProjectFiles(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (Path.GetExtension(file) is ".csproj" or ".props" or ".targets") yield return file;
        }

        foreach (var below in Directory.EnumerateDirectories(folder).Where(below => !Outputs.Contains(Path.GetFileName(below))))
        {
            foreach (var file in ProjectFiles(below)) yield return file;
        }
    }
}
