using System.Text.RegularExpressions;

namespace PluginHost.Contracts.Policy;

public partial class BehaviourTableTests
{
    [Fact]
    public void Every_test_that_the_table_of_behaviours_names_exists()
    {
        var tests = Path.Combine(Repository.Root, "tests");
        var written = Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declared().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);

        var table = File.ReadAllText(Path.Combine(tests, "BEHAVIOURS.md"));
        var named = Named().Matches(table).Select(match => match.Groups["name"].Value).ToArray();

        named.Length.ShouldBeGreaterThan(50);
        named.Except(written).ShouldBeEmpty();
    }

    [GeneratedRegex(@"public (async Task|Task|void) (?<name>[A-Z]\w*)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"`(?<name>[A-Z][a-z]*_\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Named();
}
