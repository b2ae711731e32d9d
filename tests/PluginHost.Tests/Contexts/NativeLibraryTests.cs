using System.Text.Json.Nodes;

namespace PluginHost.Tests.Contexts;

public sealed class NativeLibraryTests : IDisposable
{
    private const string Job = """ "plugins": ["mine"], "engine": "trivial", "word": { "use": "native", "plugin": "mine.native" } """;

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "runtimes/linux-x64/native")]
    public async Task A_native_library_is_found_by_its_short_name_with_prefix_and_by_its_file_name(bool described, string place)
    {
        var folder = Prepare();
        Describe(folder, described, place);
        Directory.CreateDirectory(Path.Combine(folder, place));
        File.Move(Path.Combine(folder, "libnat.so"), Path.Combine(folder, "libnat.so.moved"));
        File.Move(Path.Combine(folder, "libnat.so.moved"), Path.Combine(folder, place, "libnat.so"));

        (await _bench.Job(Job).Run()).ShouldExitWith(0);

        _bench.Result()[1].ShouldBe("1 2 3 True");
    }

    [Fact]
    public async Task A_library_beside_a_plugin_is_its_own_though_another_plugin_had_one_of_that_name_before()
    {
        Prepare();
        using var other = new Workbench();
        other.CopyPlugin("word.native", "mine/native", ("\"id\": \"word.native\"", "\"id\": \"mine.native\""));

        foreach (var bench in (Workbench[])[_bench, other])
        {
            (await bench.Job(Job).Run()).ShouldExitWith(0);
            // Each library counts for itself.
            bench.Result()[1].ShouldBe("1 2 3 True");
        }
    }

    [Fact]
    public async Task A_native_library_that_is_not_there_ends_the_run_with_its_name()
    {
        File.Delete(Path.Combine(Prepare(), "libnat.so"));

        (await _bench.Job(Job).Run()).ShouldExitWith(4).Finding("PH0501").ShouldContain("'nat'");
    }

    [Fact]
    public void The_same_native_library_can_be_used_from_two_contexts_at_once()
    {
        using var bench = new PluginBench();

        var words = new[] { "word.native", "word.native" }.Select(bench.Load).Select(PluginBench.Build).ToArray();
        var counts = words.Select(word => (string)word.GetType().GetProperty("Text")!.GetValue(word)!)
            .SelectMany(text => text.Split(' ').Take(3))
            .Select(int.Parse)
            .ToArray();

        words[0].GetType().ShouldNotBeSameAs(words[1].GetType());
        // One file is one library in the process, whatever the context: its statics are shared.
        counts.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    private string Prepare() => _bench.CopyPlugin("word.native", "mine/native", ("\"id\": \"word.native\"", "\"id\": \"mine.native\""));

    /// <summary>Lets the plugin's deps.json name the library as a package's would be, or takes the file away.</summary>
    private static void Describe(string folder, bool described, string place)
    {
        var file = Path.Combine(folder, "word.native.deps.json");
        if (!described)
        {
            File.Delete(file);
            return;
        }

        if (place.Length == 0) return;
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        var target = json["targets"]!.AsObject().Single().Value!.AsObject();
        target.Single(library => library.Key.StartsWith("word.native/", StringComparison.Ordinal)).Value!["runtimeTargets"] =
            JsonNode.Parse($$"""{ "{{place}}/libnat.so": { "rid": "linux-x64", "assetType": "native", "fileVersion": "0.0.0.0" } }""");
        File.WriteAllText(file, json.ToJsonString());
    }
}
