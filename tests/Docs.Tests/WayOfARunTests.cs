using System.Text.RegularExpressions;

namespace PluginHost.Docs;

/// <summary>The table of the host's README that leads from <c>Main</c> to the first training step.</summary>
public partial class WayOfARunTests
{
    [Fact]
    public void Each_method_on_the_way_stands_in_its_file_and_goes_on_to_the_next()
    {
        var readme = File.ReadAllText(Path.Combine(HostRun.RepositoryRoot, "host", "README.md"));
        var rows = Row().Matches(readme)
            .Select(match => (Number: match.Groups["number"].Value, Method: match.Groups["method"].Value, File: match.Groups["file"].Value))
            .ToArray();

        rows.Select(row => row.Number).ShouldBe(Enumerable.Range(1, 14).Select(number => $"{number}"));
        foreach (var (row, next) in rows.Zip(rows.Skip(1)))
        {
            var source = File.ReadAllText(Path.Combine(HostRun.RepositoryRoot, row.File));
            source.ShouldMatch($@"(private|public)( static)?( async)? (Task(<\w+>)?|void|double) {row.Method}\(", row.Number);
            // A service is started by the generic host, which the pipeline makes of it.
            if (next.Method == "StartAsync") source.ShouldContain(Path.GetFileNameWithoutExtension(next.File), customMessage: row.Number);
            else Regex.Count(source, $@"\b{next.Method}\b").ShouldBeGreaterThan(row.File == next.File ? 1 : 0, row.Number);
        }
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \| (the work of )?`(?<method>\w+)` \| `(?<file>[^`]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
