using System.Text.RegularExpressions;

namespace PluginHost.Docs.Tests;

/// <summary>A page of docs/ with its fenced blocks.</summary>
internal sealed partial class TutorialPage
{
    private TutorialPage(string name, string text, IReadOnlyList<CodeBlock> blocks) => (Name, Text, Blocks) = (name, text, blocks);

    public static string Folder { get; } = Path.Combine(HostRun.RepositoryRoot, "docs");

    public string Name { get; }

    public string Text { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The plugins that the page makes by <c>plugins new</c>.</summary>
    public IReadOnlyList<(string Kind, string Name)> Plugins =>
    [
        .. Blocks.Where(block => block.Language == "sh").SelectMany(block => NewPlugin().Matches(block.Text))
            .Select(match => (match.Groups["kind"].Value, match.Groups["name"].Value)),
    ];

    public IEnumerable<CodeBlock> Files => Blocks.Where(block => block.File is not null);

    public static TutorialPage Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name + ".md"));
        var blocks = new List<CodeBlock>();
        string? file = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (FileName().Match(lines[i]) is { Success: true } named) file = named.Groups["file"].Value;
            else if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", i + 1);
                blocks.Add(new(lines[i][3..].Trim(), file, string.Join('\n', lines[(i + 1)..end]) + "\n", i + 1));
                (file, i) = (null, end);
            }
            else if (lines[i].Length > 0) file = null;
        }

        return new(name, string.Join('\n', lines), blocks);
    }

    public void WriteTo(string folder)
    {
        foreach (var block in Files)
        {
            var path = Path.Combine(folder, block.File!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, block.Text);
        }
    }

    [GeneratedRegex(@"^dotnet host plugins new (?<kind>\S+) (?<name>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NewPlugin();

    [GeneratedRegex(@"^\*\*`(?<file>[^`]+)`\*\*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
