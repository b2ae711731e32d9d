using System.CommandLine;
using PluginHost.Pipeline;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;
using PluginHost.Runs;
using PluginHost.Verification;

namespace PluginHost.Cli;

/// <summary><c>plugins graph [ID]</c>.</summary>
internal static class PluginsGraphCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins graph",
        "dotnet host plugins graph strategy.mine",
        "dotnet host plugins graph --dot",
    ];

    private const string Description =
        "Shows which plugins require which, in what versions, and which version serves each requirement; missing ones and circles are "
        + "findings. Nothing of a plugin is executed.";

    public static Command Create(CliEnvironment environment)
    {
        var id = new Argument<string?>("id") { Description = "Only this plugin and what it requires", Arity = ArgumentArity.ZeroOrOne };
        Completions.AddPlugins(id, environment);
        var dot = new Option<bool>("--dot") { Description = "Write the graph in Graphviz' language" };
        var plugins = CommonOptions.Plugins();
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("graph", Description) { id, dot, plugins, project, json, verbose };
        command.SetAction(parsed =>
        {
            var findings = new FindingList();
            var catalog = new JobPipeline(environment.Layout, environment.Shared).Discover(
                CommonOptions.PluginDirectories(parsed, plugins),
                CommonOptions.ProjectOf(parsed, project));
            findings.AddRange(catalog.Findings);
            var graph = new RequirementGraph(catalog);
            var roots = findings.Take(Roots(graph, parsed.GetValue(id)));
            if (roots is not null)
            {
                foreach (var (folder, manifest) in catalog.Usable)
                    if (graph.Find(manifest.Id) == manifest) findings.AddRange(RequirementCheck.Check(folder, manifest, catalog));
                if (parsed.GetValue(json)) environment.WriteJson(GraphText.ToJson(graph));
                else if (parsed.GetValue(dot)) GraphText.WriteDot(environment.Output, graph);
                else Print(environment.Output, graph, roots, parsed.GetValue(id) is not null);
            }

            new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(findings);
            return ExitCodes.Of(findings);
        });
        return command;
    }

    private static Result<IReadOnlyList<PluginManifest>?> Roots(RequirementGraph graph, string? id)
    {
        var findings = new FindingList();
        if (id is null) return new(graph.Roots(), findings);
        if (graph.Find(id) is { } plugin) return new([plugin], findings);
        var ids = graph.Plugins.Select(known => known.Id).ToArray();
        findings.Error(
            FindingCodes.UnknownComponent,
            "plugins graph",
            $"there is no plugin '{id}'",
            NearestName.OneOf(ids),
            NearestName.Suggest(id, ids));
        return new(null, findings);
    }

    /// <summary>Trees first; the many plugins that neither require nor are required stand in one line.</summary>
    private static void Print(TextWriter writer, RequirementGraph graph, IReadOnlyList<PluginManifest> roots, bool one)
    {
        if (roots.Count == 0) writer.WriteLine("No plugin was found.");
        var trees = roots.Where(root => one || root.Requires.Count > 0).ToArray();
        GraphText.WriteTree(writer, graph, trees);
        var alone = roots.Except(trees).ToArray();
        if (alone.Length == 0) return;
        if (trees.Length > 0) writer.WriteLine();
        var names = string.Join(", ", alone.Select(plugin => $"{plugin.Id} {plugin.Version}"));
        writer.WriteLine($"Require nothing and are not required: {names}");
    }
}
