using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Tables;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>methods [NAME]</c>.</summary>
internal static class MethodsCommand
{
    public static readonly string[] Examples = ["dotnet host methods", "dotnet host methods icarl", "dotnet host methods --json"];

    private const string Kind = "strategy";

    private const string Description =
        "Lists the methods that plugins provide as strategies: what each needs of the job, what it declares of memory, boundaries, bytes and "
        + "streams, and which tests and comparisons are its evidence. All of it is in the plugins' manifests; nothing of a plugin is executed.";

    public static Command Create(CliEnvironment environment)
    {
        var name = new Argument<string?>("name") { Description = "One method, with everything known of it", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add(_ => Methods(environment, [], ".").Select(method => new CompletionItem(method.Component.Name)));
        var plugins = CommonOptions.Plugins();
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var command = new Command("methods", Description) { name, plugins, project, json };
        command.SetAction(parsed =>
        {
            var all = Methods(environment, CommonOptions.PluginDirectories(parsed, plugins), CommonOptions.ProjectOf(parsed, project));
            var asked = parsed.GetValue(name);
            var shown = asked is null ? all : [.. all.Where(method => method.Component.Name == asked)];
            if (asked is not null && shown.Count == 0) return Unknown(environment, asked, [.. all.Select(method => method.Component.Name)]);
            if (parsed.GetValue(json)) environment.WriteJson(new JsonArray([.. shown.Select(ToJson)]));
            else if (asked is not null) foreach (var method in shown) WriteOne(environment.Output, method);
            else WriteAll(environment.Output, shown);
            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<Method> Methods(CliEnvironment environment, IReadOnlyList<string> directories, string project)
    {
        var catalog = PluginDiscovery.Discover(environment.Layout, directories, PathInput.Full(project));
        return
        [
            .. catalog.Usable.GroupBy(plugin => plugin.Manifest.Id, StringComparer.Ordinal)
                .Select(versions => versions.MaxBy(plugin => plugin.Manifest.Version)!.Manifest)
                .SelectMany(plugin => plugin.Provides.Where(component => component.Kind == Kind).Select(component => new Method(plugin, component)))
                .OrderBy(method => method.Component.Name, StringComparer.Ordinal),
        ];
    }

    private static int Unknown(CliEnvironment environment, string asked, string[] names)
    {
        var findings = new FindingList();
        findings.Error(
            FindingCodes.UnknownComponent, "methods", $"there is no method '{asked}'", NearestName.OneOf(names), NearestName.Suggest(asked, names));
        new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
        return ExitCodes.Of(findings);
    }

    // What methods declare differs: the columns are all names that any of them uses, in the order of their first use.
    private static void WriteAll(TextWriter writer, IReadOnlyList<Method> methods)
    {
        var facts = methods.SelectMany(method => method.Component.Declares.Keys).Distinct(StringComparer.Ordinal).ToArray();
        TextTable.Write(
            writer,
            ["method", .. facts, "needs", "tests", "tables"],
            [
                .. methods.Select(method => (IReadOnlyList<string>)
                [
                    method.Component.Name,
                    .. facts.Select(fact => method.Component.Declares.GetValueOrDefault(fact, "-")),
                    method.Component.Needs.Count == 0 ? "-" : string.Join(", ", method.Component.Needs.Keys),
                    $"{method.Component.Evidence.Count}",
                    string.Join(", ", method.Component.Evidence.Select(each => each.Table).OfType<string>().Distinct(StringComparer.Ordinal)),
                ]),
            ]);
    }

    private static void WriteOne(TextWriter writer, Method method)
    {
        var component = method.Component;
        writer.WriteLine($"{component.Name} of {method.Plugin.Id} {method.Plugin.Version}{(component.Description is { } text ? $": {text}" : "")}");
        foreach (var (name, why) in component.Needs) writer.WriteLine($"  needs {name} because {why}");
        foreach (var (name, fact) in component.Declares) writer.WriteLine($"  {name,-10}  {fact}");
        foreach (var (test, table) in component.Evidence) writer.WriteLine($"  evidence    {test}{(table is null ? "" : $", {table}")}");
    }

    private static JsonNode ToJson(Method method) => new JsonObject
    {
        ["method"] = method.Component.Name,
        ["plugin"] = method.Plugin.Id,
        ["version"] = method.Plugin.Version.ToNormalizedString(),
        ["description"] = method.Component.Description,
        ["needs"] = Texts(method.Component.Needs),
        ["declares"] = Texts(method.Component.Declares),
        ["evidence"] = new JsonArray([.. method.Component.Evidence.Select(each =>
            (JsonNode)new JsonObject { ["test"] = each.Test, ["table"] = each.Table })]),
    };

    private static JsonObject Texts(IReadOnlyDictionary<string, string> texts) =>
        new(texts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private sealed record Method(PluginManifest Plugin, ProvidedComponent Component);
}
