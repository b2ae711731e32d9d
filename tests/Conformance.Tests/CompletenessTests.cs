using System.Reflection;
using PluginHost.PluginKit;
using Shouldly;
using Xunit;

namespace PluginHost.Conformance.Tests;

public sealed class CompletenessTests
{
    [Fact]
    public void Every_plugin_of_the_repository_has_a_class_of_the_kit_here()
    {
        var sources = Metadata("PluginSources");
        var plugins = Directory.EnumerateDirectories(sources).Where(folder => File.Exists(Path.Combine(folder, "plugin.json")));
        var tested = typeof(CompletenessTests).Assembly.GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsAssignableTo(typeof(PluginConformance)))
            .Select(type => ((PluginConformance)Activator.CreateInstance(type)!).ToString());

        plugins.Select(Path.GetFileName).Except(tested).ShouldBeEmpty("add a class of one line beside those of its kind");
    }

    private static string Metadata(string key) => typeof(CompletenessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
