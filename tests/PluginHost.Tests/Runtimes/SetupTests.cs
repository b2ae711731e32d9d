using System.Text.Json.Nodes;

namespace PluginHost.Tests.Runtimes;

public class SetupTests
{
    [Fact]
    public async Task Nothing_is_fetched_where_nothing_is_missing()
    {
        using var bench = new RuntimeBench();

        (await bench.Host(["setup"])).ShouldExitWith(0).Output.ShouldBe("Nothing is missing.\n");
    }

    [Fact]
    public async Task What_a_runtime_misses_is_fetched_from_the_feeds_of_the_folder_into_the_package_cache()
    {
        using var bench = new RuntimeBench();
        var cache = Path.Combine(bench.Folder, "cache");
        var place = Path.Combine(cache, "drum.native", "1.2.0");
        bench.Feed("Drum.Native", "1.2.0");
        bench.Script($"missing Drum.Native 1.2.0 {Path.Combine(place, "drum.native.nuspec")}");

        var result = (await bench.Host(["setup"], ("NUGET_PACKAGES", cache))).ShouldExitWith(0);

        result.Output.ShouldBe($"Fetched Drum.Native 1.2.0: {place}\n");
        File.ReadAllBytes(Path.Combine(place, "runtimes/linux-x64/native/libdrum.so")).ShouldBe([1, 2, 3]);
        (await bench.Host(["setup"], ("NUGET_PACKAGES", cache))).ShouldExitWith(0).Output.ShouldBe("Nothing is missing.\n");
    }

    [Fact]
    public async Task A_package_that_no_feed_has_is_a_finding_with_its_name_and_the_way_out()
    {
        using var bench = new RuntimeBench("missing Drum.Native 2.0.0 nowhere");
        bench.Feed("Drum.Native", "1.2.0");

        var result = (await bench.Host(["setup", "--json"], ("NUGET_PACKAGES", Path.Combine(bench.Folder, "cache")))).ShouldExitWith(3);

        var finding = JsonNode.Parse(result.Output)!["findings"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)finding["code"]!).ShouldBe("PH0803");
        ((string)finding["what"]!).ShouldSatisfyAllConditions(
            what => what.ShouldStartWith("Drum.Native 2.0.0 cannot be restored"),
            what => what.ShouldContain("NU1102"),
            what => what.ShouldContain("1.2.0"));
        ((string)finding["fix"]!).ShouldContain("dotnet nuget add source");
    }

    [Fact]
    public async Task Without_an_sdk_the_missing_packages_are_named()
    {
        using var bench = new RuntimeBench("missing Drum.Native 2.0.0 nowhere");

        // A runtime alone: dotnet looks for SDKs beside itself, and there are none beside a link to it.
        var runtime = RuntimeAlone(bench.Folder);
        var result = await bench.Host(["setup"], runtime, ("PATH", Path.GetDirectoryName(runtime)), ("DOTNET_ROOT", Path.GetDirectoryName(runtime)));

        result.ShouldExitWith(3).Finding("PH0802").ShouldContain("the .NET SDK, which restores packages, was not found; missing: Drum.Native 2.0.0");
    }

    /// <summary>A folder with the runtime that runs these tests and no SDK.</summary>
    private static string RuntimeAlone(string folder)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "dotnet")).FullName;
        var version = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var home = Path.GetFullPath(Path.Combine(version, "..", "..", ".."));
        var program = Path.Combine(root, "dotnet");
        File.Copy(Path.Combine(home, "dotnet"), program);
        foreach (var part in (string[])["host", "shared"]) Directory.CreateSymbolicLink(Path.Combine(root, part), Path.Combine(home, part));
        return program;
    }
}
