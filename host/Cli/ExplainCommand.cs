using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>explain [CODE]</c>.</summary>
internal static class ExplainCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host explain PH0203",
        "dotnet host explain",
        "dotnet host explain ABC0001 --plugins my-plugins",
    ];

    private const string Description =
        "Prints the page of a finding's code: what it means and the way out. Without a code, lists all of them. The pages lie in the "
        + "assemblies of the host, its libraries and the plugins that were found; nothing of a plugin is loaded.";

    public static Command Create(CliEnvironment environment)
    {
        var code = new Argument<string?>("code")
        {
            Description = "The code as it stands in a message, such as PH0203",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var command = new Command("explain", Description) { code, plugins, json };
        command.SetAction(parsed =>
        {
            var directories = CommonOptions.PluginDirectories(parsed, plugins);
            var (pages, findings) = Find(environment.Layout, directories);
            var asked = parsed.GetValue(code);
            var shown = asked is null ? pages : [.. pages.Where(page => page.Code.Equals(asked, StringComparison.OrdinalIgnoreCase))];
            if (asked is not null && shown.Count == 0)
            {
                var codes = pages.Select(page => page.Code).Distinct(StringComparer.Ordinal);
                var fix = NearestName.Suggest(asked, codes) ?? "'dotnet host explain' lists all; --plugins DIR finds those of more plugins.";
                findings.Error(FindingCodes.NoPage, "explain", $"no page tells of '{asked}'", fix: fix);
            }

            if (parsed.GetValue(json)) environment.WriteJson(ToJson(shown, findings));
            else
            {
                new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
                if (asked is null) List(environment.Output, shown);
                else foreach (var page in shown) Print(environment.Output, page);
            }

            return ExitCodes.Of(findings);
        });
        return command;
    }

    /// <summary>Every page there is, by code; one that several files bring alike stands once.</summary>
    private static Result<List<FindingPage>> Find(HostLayout layout, IReadOnlyList<string> directories)
    {
        var catalog = PluginDiscovery.Discover(layout, directories, Environment.CurrentDirectory);
        string[] folders =
        [
            layout.HostDirectory, layout.SharedDirectory, Path.Combine(layout.SdkDirectory, "analyzers", "dotnet", "cs"),
            .. catalog.All.Select(plugin => plugin.Path),
        ];
        List<FindingPage> pages =
        [
            .. folders.Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
                .SelectMany(FindingPages.OfAssembly)
                .DistinctBy(page => (page.Code, page.Title, page.Text))
                .OrderBy(page => page.Code, StringComparer.Ordinal),
        ];
        return new(pages, catalog.Findings);
    }

    private static void List(TextWriter output, IReadOnlyList<FindingPage> pages)
    {
        foreach (var page in pages) output.WriteLine($"{page.Code,-9} {page.Title}");
    }

    private static void Print(TextWriter output, FindingPage page) =>
        output.WriteLine($"{page.Code}  {page.Title}  ({page.Source})\n\n{page.Text}\n");

    private static JsonObject ToJson(IReadOnlyList<FindingPage> pages, FindingList findings) => new()
    {
        ["pages"] = new JsonArray([.. pages.Select(page => (JsonNode)new JsonObject
        {
            ["code"] = page.Code, ["title"] = page.Title, ["text"] = page.Text, ["source"] = page.Source,
        })]),
        ["findings"] = findings.ToJson(),
    };
}
