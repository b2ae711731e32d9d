using System.Reflection;
using System.Text.RegularExpressions;
using PluginHost.Findings;

namespace PluginHost.Tests;

/// <summary>Every code that source can emit has a page beside that source, and every page a code.</summary>
public sealed partial class FindingPageTests
{
    private static readonly string Root = typeof(FindingPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static readonly string[] Built = ["bin", "obj", "Templates", "surface"];

    /// <summary>The folders of all projects that can emit findings but the host's.</summary>
    public static TheoryData<string> Projects => [.. ProjectFolders().Where(folder => CodesIn(folder).Count > 0 || File.Exists(Page(folder)))
        .Select(folder => Path.GetRelativePath(Root, folder))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_projects_page_has_the_codes_of_its_source(string project)
    {
        var folder = Path.Combine(Root, project);
        var page = Page(folder);

        File.Exists(page).ShouldBeTrue($"{project} emits {string.Join(", ", CodesIn(folder))} and has no FINDINGS.md");
        Codes(page).ShouldBe(CodesIn(folder), $"the codes of {project}/FINDINGS.md against those of its source");
    }

    [Fact]
    public void The_hosts_pages_have_the_codes_of_its_source()
    {
        var pages = Directory.GetFiles(Path.Combine(Root, "docs", "findings"), "PH*.md").SelectMany(Codes).Order(StringComparer.Ordinal).ToArray();

        pages.ShouldBe(CodesIn(Path.Combine(Root, "host")));
        // A page per group, which holds the codes of that group alone.
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "docs", "findings"), "PH*.md"))
            Codes(file).ShouldAllBe(code => code.StartsWith(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_of_the_host_is_one_that_it_can_emit()
    {
        var source = string.Concat(SourceFiles(Path.Combine(Root, "host")).Where(file => !file.EndsWith("FindingCodes.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        var unused = typeof(FindingCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Where(field => !source.Contains($"{nameof(FindingCodes)}.{field.Name}", StringComparison.Ordinal));

        unused.Select(field => field.Name).ShouldBeEmpty();
    }

    [Fact]
    public void No_code_has_two_meanings_and_every_page_says_the_way_out()
    {
        var pages = ProjectFolders().Select(Page).Where(File.Exists).Concat(Directory.GetFiles(Path.Combine(Root, "docs", "findings"), "PH*.md"))
            .SelectMany(file => FindingPages.Parse(File.ReadAllText(file), file)).ToArray();

        pages.Length.ShouldBeGreaterThan(150);
        pages.GroupBy(page => page.Code).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
        pages.Where(page => !page.Text.Contains("Way out: ", StringComparison.Ordinal)).Select(page => page.Code).ShouldBeEmpty();
        pages.Where(page => page.Title.EndsWith('.') || page.Title.Length > 70).Select(page => page.Code).ShouldBeEmpty();
    }

    [Fact]
    public void The_hosts_assemblies_carry_its_pages()
    {
        var carried = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").SelectMany(FindingPages.OfAssembly).Select(page => page.Code);

        carried.Where(code => code.StartsWith("PH0", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(CodesIn(Path.Combine(Root, "host")));
    }

    private static string Page(string project) => Path.Combine(project, "FINDINGS.md");

    private static IEnumerable<string> ProjectFolders() => new[] { "contracts", "plugins" }
        .SelectMany(top => Directory.EnumerateFiles(Path.Combine(Root, top), "*.csproj", SearchOption.AllDirectories))
        .Where(file => !file.Split('/').Intersect(Built).Any())
        .Select(file => Path.GetDirectoryName(file)!)
        .Order(StringComparer.Ordinal);

    private static string[] Codes(string page) =>
        [.. FindingPages.Parse(File.ReadAllText(page), page).Select(found => found.Code).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> CodesIn(string folder) =>
    [
        .. SourceFiles(folder).SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split('/').Intersect(Built).Any());

    // As source writes it: a text of its own.
    [GeneratedRegex("\"(?<code>[A-Z]{2,8}[0-9]{3,4})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Code();
}
