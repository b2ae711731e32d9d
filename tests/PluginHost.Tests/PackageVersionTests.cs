using System.Reflection;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace PluginHost.Tests;

public class PackageVersionTests
{
    private static readonly string Root = typeof(PackageVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static readonly string[] Outputs = ["bin", "obj", "artifacts", "runs", ".git"];

    private static readonly string[] Versions = [.. Items(Path.Combine(Root, "Directory.Packages.props"), "PackageVersion")];

    [Fact]
    public void Every_central_package_version_is_used_by_some_project()
    {
        var used = ProjectFiles(Root).SelectMany(file => Items(file, "PackageReference").Concat(Restored(Path.GetDirectoryName(file)!)));

        Versions.Except(used, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
    }

    [Fact]
    public void The_page_of_dependencies_names_the_central_package_versions_and_no_others()
    {
        var rows = File.ReadLines(Path.Combine(Root, "docs", "dependencies.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var cells = rows.Select(row => row.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 6).ToArray();

        cells.Select(row => row[1].Trim('`')).ShouldBe(Versions, ignoreOrder: true);
        cells.SelectMany(row => row[2..5]).ShouldAllBe(cell => cell.Length > 1);
    }

    /// <summary>The packages of a project's last restore, brought along ones too.</summary>
    private static IEnumerable<string> Restored(string folder)
    {
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        if (!File.Exists(assets)) return [];
        return JsonNode.Parse(File.ReadAllText(assets))!["libraries"]!.AsObject().Select(library => library.Key.Split('/')[0]);
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
