using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;

namespace PluginHost.Tests;

public class SmallPartsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("lamdba", "lambda", 1)]
    [InlineData("ca", "abc", 3)]
    public void The_distance_of_names_counts_swapped_neighbours_once(string a, string b, int distance) =>
        NearestName.Distance(a, b).ShouldBe(distance);

    [Fact]
    public void Names_that_are_far_from_all_get_no_suggestion() => NearestName.Suggest("zebra", ["lambda", "repeat"]).ShouldBeNull();

    [Theory]
    [InlineData("a.b[2].c", 4)]
    [InlineData("metric[0][1]", 3)]
    [InlineData("a..b", null)]
    [InlineData("a[", null)]
    [InlineData("a[-1]", null)]
    [InlineData("", null)]
    public void Paths_are_split_into_names_and_indices(string path, int? parts) => (JsonPath.Split(path)?.Count).ShouldBe(parts);

    [Fact]
    public void Values_know_their_line_and_column_in_a_file_with_comments_and_a_byte_order_mark()
    {
        var (json, findings) = LocatedJson.Parse("\uFEFF{ // note\n  \"a\": [1,\n    { \"b\": 2, }, ],\n}"u8, "f", "X");

        findings.All.ShouldBeEmpty();
        json!.Where("a[1].b").ShouldBe("f(3,7) a[1].b");
        json.Where("a[1].missing").ShouldBe("f(3,5) a[1].missing");
    }

    [Fact]
    public void A_built_tree_has_shared_and_plugins_above_the_host() =>
        HostLayout.Find(Path.Combine(_folder, "host") + "/", "/", null).PluginsDirectory.ShouldBe(Path.Combine(_folder, "plugins"));

    [Fact]
    public void A_package_has_shared_and_plugins_beside_the_host()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "host", "shared"));

        HostLayout.Find(Path.Combine(_folder, "host"), "/", null).PluginsDirectory.ShouldBe(Path.Combine(_folder, "host", "plugins"));
    }

    [Fact]
    public void The_local_tool_takes_the_built_tree_of_the_checkout_it_is_run_in()
    {
        var tool = Path.Combine(_folder, "packages", "pluginhost.tool", "0.1.0", "tools");
        string[] folders = [Path.Combine(tool, "shared"), "checkout/artifacts/shared", "checkout/artifacts/plugins", "checkout/deep"];
        foreach (var folder in folders)
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        File.WriteAllText(Path.Combine(_folder, "checkout", "dotnet-tools.json"), "{}");

        HostLayout.Find(tool, Path.Combine(_folder, "checkout", "deep"), null).PluginsDirectory.ShouldBe(
            Path.Combine(_folder, "checkout", "artifacts", "plugins"));
        HostLayout.Find(tool, "/", null).PluginsDirectory.ShouldBe(Path.Combine(tool, "plugins"));
    }

    [Fact]
    public void A_global_tool_runs_anywhere_and_takes_no_code_from_there()
    {
        var tool = Path.Combine(_folder, "tools", ".store", "pluginhost.tool", "0.1.0", "pluginhost.tool", "0.1.0", "tools");
        foreach (var folder in new[] { Path.Combine(tool, "shared"), "elsewhere/artifacts/shared", "elsewhere/artifacts/plugins" })
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        File.WriteAllText(Path.Combine(_folder, "elsewhere", "dotnet-tools.json"), "{}");

        HostLayout.Find(tool, Path.Combine(_folder, "elsewhere"), null).PluginsDirectory.ShouldBe(Path.Combine(tool, "plugins"));
    }

    [Fact]
    public void The_environment_names_another_home() =>
        HostLayout.Find(_folder, "/", "/opt/home").SharedDirectory.ShouldBe("/opt/home/shared");
}
