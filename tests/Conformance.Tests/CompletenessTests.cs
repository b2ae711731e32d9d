using System.Reflection;
using System.Text.Json.Nodes;
using PluginHost.PluginKit;
using Shouldly;
using Xunit;

namespace PluginHost.Conformance.Tests;

public sealed class CompletenessTests
{
    private static readonly string[] s_facts = ["memory", "boundaries", "holds", "fits"];

    [Fact]
    public void Every_component_of_the_repository_has_a_class_of_the_kit_here()
    {
        var plugins = Directory.EnumerateDirectories(Metadata("PluginSources")).Select(Path.GetFileName)
            .Select(id => Path.Combine(Metadata("PluginHost.Plugins"), id!, "plugin.json")).Where(File.Exists).ToArray();
        var provided = plugins.Select(file => JsonNode.Parse(File.ReadAllText(file))!).SelectMany(manifest =>
            manifest["provides"]!.AsArray().Select(component => $"{manifest["id"]} {component!["kind"]}.{component["name"]}"));
        var tested = typeof(CompletenessTests).Assembly.GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsAssignableTo(typeof(PluginConformance)))
            .Select(type => ((PluginConformance)Activator.CreateInstance(type)!).ToString());

        plugins.Length.ShouldBeGreaterThan(20);
        provided.Except(tested).ShouldBeEmpty("add a class of one line beside those of its kind");
    }

    [Fact]
    public void Every_strategy_declares_what_people_choose_it_by_and_names_its_evidence()
    {
        var strategies = Directory.EnumerateDirectories(Metadata("PluginSources")).Select(Path.GetFileName)
            .Select(id => Path.Combine(Metadata("PluginHost.Plugins"), id!, "plugin.json")).Where(File.Exists)
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["provides"]!.AsArray())
            .Where(component => (string?)component!["kind"] == "strategy").ToArray();

        strategies.Length.ShouldBeGreaterThan(35);
        foreach (var strategy in strategies)
        {
            var facts = strategy!["declares"]?.AsObject().Select(fact => fact.Key) ?? [];
            s_facts.Except(facts).ShouldBeEmpty($"{strategy["name"]} has to declare them");
            (strategy["evidence"]?.AsArray().Count ?? 0).ShouldBeGreaterThan(0, $"{strategy["name"]}");
        }
    }

    private static string Metadata(string key) => typeof(CompletenessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
