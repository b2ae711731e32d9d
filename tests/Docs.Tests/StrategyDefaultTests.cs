using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PluginHost.Docs.Tests;

public sealed partial class StrategyDefaultTests
{
    [Fact]
    public void The_page_of_strategies_has_the_defaults_of_the_plugins()
    {
        var text = File.ReadAllText(Path.Combine(TutorialPage.Folder, "strategies.md"));
        var sections = text.Split("\n## ")[1..].Where(section => char.IsLower(section[0]))
            .ToDictionary(section => section.Split('\n')[0], StringComparer.Ordinal);
        sections.Count.ShouldBeGreaterThan(8);
        foreach (var (name, section) in sections)
        {
            var listed = Row().Matches(section)
                .ToDictionary(row => row.Groups["option"].Value, row => row.Groups["value"].Value, StringComparer.Ordinal);
            listed.ShouldBe(Defaults(name), ignoreOrder: true, name);
        }
    }

    private static Dictionary<string, string> Defaults(string name)
    {
        var inspected = HostRun.Execute(TutorialPage.Folder, "plugins", "inspect", $"strategy.{name}", "--json");
        inspected.ExitCode.ShouldBe(0, inspected.Output + inspected.Errors);
        var options = JsonNode.Parse(inspected.Output)!["components"]!.AsArray().Single()!["options"]?["properties"]?.AsObject() ?? [];
        return options.ToDictionary(pair => pair.Key, pair => Word(pair.Value!["default"]), StringComparer.Ordinal);
    }

    private static string Word(JsonNode? value) => value switch
    {
        null => "none",
        JsonArray list => $"[{string.Join(", ", list.Select(item => item!.ToJsonString()))}]",
        _ when value.GetValueKind() == JsonValueKind.Number =>
            ((decimal)value.GetValue<double>()).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    [GeneratedRegex(@"^\| `(?<option>\w+)` \| (?<value>[^|]+?) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
