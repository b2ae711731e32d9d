using System.Text.Json;
using System.Text.RegularExpressions;

namespace PluginHost.Docs.Tests;

/// <summary>What the README and the pages for users say of files, commands, components and figures.</summary>
public sealed partial class UserPagesTests
{
    private static readonly string[] s_pages = ["README.md", "docs/running.md", "docs/jobs.md", "docs/data.md", "docs/clusters.md"];

    private static string Root => HostRun.RepositoryRoot;

    [Fact]
    public void Every_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        var broken = Pages().SelectMany(page => Links().Matches(File.ReadAllText(page)).Select(match => (Page: page, Link: match.Groups["to"].Value)))
            .Where(each => !each.Link.Contains("://", StringComparison.Ordinal) && !Leads(each.Page, each.Link))
            .Select(each => $"{Path.GetRelativePath(Root, each.Page)}: {each.Link}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_picture_is_there()
    {
        var missing = Pages().SelectMany(page => Pictures().Matches(File.ReadAllText(page))
            .Select(match => Path.Combine(Path.GetDirectoryName(page)!, match.Groups["to"].Value))).Where(file => !File.Exists(file));

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_is_one_with_these_options_and_names_files_that_are_there()
    {
        var commands = s_pages.SelectMany(page => File.ReadAllLines(Path.Combine(Root, page))).Select(line => line.Trim())
            .Where(line => line.StartsWith("dotnet host ", StringComparison.Ordinal))
            .SelectMany(line => line.Split('#')[0].Split("&&")).Select(line => line.Trim())
            .Where(line => line.StartsWith("dotnet host ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..]).ToArray();
        commands.Length.ShouldBeGreaterThan(20);
        var helps = new Dictionary<string, HostRun>(StringComparer.Ordinal);
        List<string> wrong = [];
        foreach (var words in commands)
        {
            var verb = words[0] is "plugins" or "runs" or "data" ? $"{words[0]} {words[1]}" : words[0];
            if (!helps.TryGetValue(verb, out var help)) helps[verb] = help = HostRun.Execute(Root, [.. verb.Split(' '), "--help"]);
            if (help.ExitCode != 0) wrong.Add(verb);
            wrong.AddRange(words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && !help.Output.Contains(word, StringComparison.Ordinal)).Select(word => $"{verb} {word}"));
            wrong.AddRange(words.Where(word => JobFile().IsMatch(word) && !File.Exists(Path.Combine(Root, word))));
        }

        wrong.Distinct(StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void The_components_of_the_page_on_jobs_are_provided()
    {
        var provided = Provided();
        foreach (var row in File.ReadAllLines(Path.Combine(Root, "docs/jobs.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            var names = Code().Matches(cells[3]).Select(match => match.Groups["code"].Value).Where(name => !name.StartsWith("dotnet", StringComparison.Ordinal)).ToArray();
            names.ShouldNotBeEmpty(row);
            names.Where(name => !provided.Contains(name)).ShouldBeEmpty(row);
        }
    }

    /// <summary>The table of situations: each method is provided, and each figure stands in the section that the row links.</summary>
    [Fact]
    public void Each_figure_of_the_README_is_measured_where_it_says()
    {
        var provided = Provided();
        var rows = File.ReadAllLines(Path.Combine(Root, "README.md")).Where(line => line.Contains(" ± ", StringComparison.Ordinal) && line.StartsWith('|')).ToArray();
        rows.Length.ShouldBeGreaterThan(10);
        foreach (var row in rows)
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            Code().Matches(cells[2]).Select(match => match.Groups["code"].Value).ShouldAllBe(name => provided.Contains(name), row);
            var link = Links().Match(cells[5]).Groups["to"].Value.Split('#');
            var section = Section(Path.Combine(Root, link[0]), link[1]);
            foreach (var figure in Figure().Matches(row).Select(match => match.Value)) section.ShouldContain(figure, customMessage: row);
        }
    }

    [Fact]
    public void The_README_is_short() => File.ReadAllLines(Path.Combine(Root, "README.md")).Length.ShouldBeLessThan(100);

    private static IEnumerable<string> Pages() =>
    [
        Path.Combine(Root, "README.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. new[] { "host", "contracts", "comparisons", "tests" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.md")),
        .. Directory.GetDirectories(Path.Combine(Root, "plugins")).Concat(Directory.GetDirectories(Path.Combine(Root, "plugins/libraries")))
            .SelectMany(folder => Directory.GetFiles(folder, "*.md")),
    ];

    private static bool Leads(string page, string link)
    {
        var parts = link.Split('#');
        var target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        if (!File.Exists(target) && !Directory.Exists(target)) return false;
        return parts.Length == 1 || File.ReadAllLines(target).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]);
    }

    private static string Section(string page, string anchor)
    {
        var lines = File.ReadAllLines(page).SkipWhile(line => !line.StartsWith('#') || Anchor(line) != anchor).ToArray();
        var level = lines[0].TakeWhile(symbol => symbol == '#').Count();
        return string.Join('\n', lines.Skip(1).TakeWhile(line => !line.StartsWith('#') || line.TakeWhile(symbol => symbol == '#').Count() > level));
    }

    private static string Anchor(string heading) =>
        string.Concat(heading.TrimStart('#').Trim().ToLowerInvariant().Where(symbol => char.IsLetterOrDigit(symbol) || symbol is ' ' or '-' or '_')).Replace(' ', '-');

    private static HashSet<string> Provided() =>
    [
        .. Directory.GetFiles(Path.Combine(HostRun.ArtifactsRoot, "plugins"), "plugin.json", SearchOption.AllDirectories).SelectMany(file =>
        {
            using var manifest = JsonDocument.Parse(File.ReadAllText(file));
            return manifest.RootElement.GetProperty("provides").EnumerateArray().Select(component => component.GetProperty("name").GetString()!).ToArray();
        }),
    ];

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"!\[[^\]]*\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pictures();

    [GeneratedRegex(@"`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\d+\.\d+ ± \d+\.\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Figure();

    [GeneratedRegex(@"^(plugins|comparisons)/.*\.json$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JobFile();
}
