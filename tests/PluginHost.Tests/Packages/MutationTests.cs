using System.Text;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Loading;
using PluginHost.Packages;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Tests.Packages;

/// <summary>
/// Manifests, assemblies and packages changed by chance, seeded: a finding or a pass, never an exception or a stray file.
/// </summary>
public class MutationTests : IDisposable
{
    private const int Rounds = 3000;
    private static readonly string[] OddValues =
    [
        "null", "true", "-1", "1e999", "\"\"", "\"\\u0000\"", "\"../../etc/passwd\"", "\"/dev/zero\"", "[]", "{}", "[[[[[]]]]]",
        "{\"a\": {\"a\": {\"a\": 1}}}", "\"[1.0,\"", "\"99999999999999999999.0.0\"", "\"net10.0\\n\"", "\"@half@\"", "\"word.good.pdb\"",
        "[{\"kind\": 1}]", "{\"type\": [\"object\", 3]}", "\"(,)\"",
    ];

    private readonly PackageBench _bench = new();
    private readonly RandomStream _random = new RandomSource(11).Stream("mutations");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Manifests_with_odd_values_give_findings_or_pass()
    {
        var text = PackedManifest(await _bench.PackGood("1.4.0"));
        var folder = _bench.At("good-1.4.0");
        var (faulted, passed) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var json = JsonNode.Parse(text)!;
            for (var i = _random.Next(3); i >= 0; i--) Change(json);
            // Half a character can stand in a file, but not in a tree of nodes.
            var changed = json.ToJsonString().Replace("@half@", "\\ud800", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, "plugin.json"), changed);
            if (Verify(folder)) passed++;
            else faulted++;
        }

        faulted.ShouldBeGreaterThan(Rounds / 2);
        passed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Manifests_with_changed_bytes_give_findings_or_pass()
    {
        var bytes = Encoding.UTF8.GetBytes(PackedManifest(await _bench.PackGood("1.4.0")));
        var folder = _bench.At("good-1.4.0");
        for (var round = 0; round < Rounds; round++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "plugin.json"), Mutate(bytes));
            Verify(folder);
        }
    }

    [Fact]
    public void Assemblies_with_changed_bytes_give_findings_or_pass()
    {
        var folder = _bench.Bench.CopyPlugin("word.good", "mine");
        var assembly = Path.Combine(folder, "word.good.dll");
        var bytes = File.ReadAllBytes(assembly);
        for (var round = 0; round < Rounds / 3; round++)
        {
            File.WriteAllBytes(assembly, Mutate(bytes));
            Verify(folder);
        }
    }

    [Fact]
    public async Task Packages_with_changed_bytes_are_unpacked_inside_or_refused()
    {
        var package = await _bench.PackGood("1.4.0");
        var bytes = await File.ReadAllBytesAsync(package);
        Directory.CreateDirectory(_bench.At("inner/content"));
        var before = Everything();
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // The directory of the archive stands at its end.
            await File.WriteAllBytesAsync(package, Mutate(bytes, round % 4 == 0 ? bytes.Length : 1500));
            var findings = new FindingList();
            var content = _bench.At("inner/content/plugin");
            if (new PackageReader(ArchiveLimits.Default, findings).Extract(package, content) is null)
            {
                refused++;
                findings.HasErrors.ShouldBeTrue();
            }

            if (Directory.Exists(content)) Directory.Delete(content, recursive: true);
            Everything().ShouldBe(before);
        }

        refused.ShouldBeInRange(Rounds / 10, Rounds);
    }

    private string[] Everything() => [.. Directory.EnumerateFileSystemEntries(_bench.Folder, "*", SearchOption.AllDirectories).Order()];

    private bool Verify(string folder)
    {
        var plugin = Discovery.PluginDiscovery.Read(folder);
        new PluginVerification(Shared, TrustPolicy.Open).Verify(plugin);
        var faulted = plugin.State == Discovery.PluginState.Faulted;
        plugin.Findings.HasErrors.ShouldBe(faulted);
        return !faulted;
    }

    private static SharedAssemblies Shared { get; } = new(Path.Combine(Workbench.Fixtures, "shared"));

    private byte[] Mutate(byte[] bytes, int tail = int.MaxValue)
    {
        var changed = (byte[])bytes.Clone();
        for (var i = _random.Next(5); i >= 0; i--) changed[^(1 + _random.Next(Math.Min(tail, bytes.Length)))] = (byte)_random.Next(256);
        return _random.Next(10) == 0 ? changed[.._random.Next(changed.Length)] : changed;
    }

    /// <summary>Puts an odd value somewhere, or takes something away.</summary>
    private void Change(JsonNode json)
    {
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(json, places);
        var (parent, key) = places[_random.Next(places.Count)];
        var value = JsonNode.Parse(OddValues[_random.Next(OddValues.Length)]);
        if (parent is JsonArray array) array[(int)key] = value;
        else if (_random.Next(8) == 0) ((JsonObject)parent).Remove((string)key);
        else ((JsonObject)parent)[(string)key] = value;
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, object Key)> places)
    {
        if (node is JsonObject json)
        {
            foreach (var (key, below) in json)
            {
                places.Add((json, key));
                Collect(below, places);
            }
        }
        else if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                places.Add((array, i));
                Collect(array[i], places);
            }
        }
    }

    private static string PackedManifest(string package)
    {
        using var archive = System.IO.Compression.ZipFile.OpenRead(package);
        using var reader = new StreamReader(archive.GetEntry("plugin/plugin.json")!.Open());
        return reader.ReadToEnd();
    }
}
