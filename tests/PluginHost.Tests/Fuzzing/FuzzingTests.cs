using System.IO.Compression;
using PluginHost.Cli;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Loading;
using PluginHost.Packages;
using PluginHost.Pipeline;
using PluginHost.Runs;
using PluginHost.Stores;
using PluginHost.Tests.Packages;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Ten thousand mutated inputs: each ends in a finding or is accepted; none throws, hangs or writes where it should not.</summary>
public sealed class FuzzingTests : IDisposable
{
    private static readonly SharedAssemblies Shared = new(Path.Combine(Workbench.Fixtures, "shared"));
    private readonly PackageBench _bench = new(Workbench.Bare with { PluginsDirectory = Workbench.Plugins });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Four_thousand_mutated_manifests_are_findings_or_plugins()
    {
        var folder = _bench.Bench.CopyPlugin("word.good", "plugin");
        var file = Path.Combine(folder, "plugin.json");
        var sound = await File.ReadAllTextAsync(file);
        var verification = new PluginVerification(Shared, TrustPolicy.Open);
        var accepted = await Fuzz.Try("manifest", 4000, file, JsonMutation.Of(sound), _ =>
        {
            var plugin = PluginDiscovery.Discover([folder]).All.Single();
            var verified = plugin.Manifest is not null && verification.Verify(plugin);
            verified.ShouldBe(!plugin.Findings.HasErrors);
            ShouldBePrintable(plugin.Findings);
            if (plugin.Manifest is { } manifest) manifest.Id.ShouldNotContain('\n');
            return Task.FromResult(verified);
        });
        if (!Fuzz.Again) accepted.ShouldBeInRange(50, 3000);
    }

    [Fact]
    public async Task Three_thousand_mutated_jobs_are_findings_or_composed_jobs()
    {
        const string sound = """
            {
              "name": "trial", "seed": 7, "device": "cpu", "threads": 1, "plugins": ["."], "output": "runs",
              "engine": {
                "use": "trivial", "version": "[1.0,2.0)", "plugin": "engine.trivial", "options": { "greeting": "good day", "repeat": 2 }
              },
              "source": "loud",
              "word": [ { "use": "good", "options": { "text": "a", "case": "Upper" } }, "library-v1" ],
              "observer": ["recording"]
            }
            """;
        var file = _bench.Bench.JobFile;
        await File.WriteAllTextAsync(file, sound);
        var request = new RunRequest { Job = file };
        var pipeline = new JobPipeline(_bench.Bench.Layout, Shared);
        var (prepared, preparing) = pipeline.Prepare(request);
        using var loaded = prepared!;
        preparing.HasErrors.ShouldBeFalse();
        var accepted = await Fuzz.Try("job", 3000, file, JsonMutation.Of(sound), async number =>
        {
            // Loading and running cost most: one in fifty goes the whole way, the others as far as binding, with plugins loaded before.
            var whole = number % 50 == 0;
            var findings = whole ? (await pipeline.ValidateAsync(request, compose: true)).Findings : Bound(pipeline, request, loaded);
            ShouldBePrintable(findings);
            if (whole && !findings.HasErrors)
                (await _bench.Bench.Run("--no-progress", "--output", _bench.At($"run-{Guid.NewGuid()}"))).ShouldExitWith(ExitCodes.Done);
            return !findings.HasErrors;
        });
        if (!Fuzz.Again) accepted.ShouldBeInRange(20, 2500);
    }

    [Fact]
    public async Task Three_thousand_mutated_packages_are_findings_or_installed_and_nothing_leaves_the_store()
    {
        var package = await _bench.Pack("word.good", "good");
        var outside = _bench.At("outside/escaped");
        var mutation = new PackageMutation(Content(package), outside);
        var root = _bench.At("deep/below/store");
        var limits = ArchiveLimits.Default with { TotalBytes = 1 << 24 };
        var verification = new PluginVerification(Shared, TrustPolicy.Open);
        string[] before = [];
        var accepted = await Fuzz.Try("package", 3000, package, mutation.Packages, _ =>
        {
            if (before.Length == 0) before = Outside(root);
            var (installed, findings) = new PluginInstaller(new(root), verification, limits).InstallPackage(package);
            (installed is not null).ShouldBe(!findings.HasErrors);
            ShouldBePrintable(findings);
            Outside(root).ShouldBe(before);
            InStore(root).ShouldAllBe(file => installed != null && file.StartsWith(installed.Folder + "/", StringComparison.Ordinal));
            if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
            return Task.FromResult(installed is not null);
        });
        if (!Fuzz.Again) accepted.ShouldBeInRange(20, 2500);
    }

    /// <summary>Every stage up to binding, with the plugins of a job that was loaded before.</summary>
    private static FindingList Bound(JobPipeline pipeline, RunRequest request, LoadedJob loaded)
    {
        var (job, findings) = JobPipeline.Read(request);
        if (job is null) return findings;
        var selected = findings.Take(pipeline.Select(job, loaded.Catalog));
        findings.AddRange(JobPipeline.Bind(loaded with { Job = LoadStage.Register(selected.Job, loaded.Plugins) }).Findings);
        return findings;
    }

    private static void ShouldBePrintable(FindingList findings)
    {
        using var text = new StringWriter();
        new FindingPrinter(text, verbose: false).PrintNew(findings);
        findings.ToJson().ToJsonString();
        findings.All.ShouldAllBe(reported => reported.Finding.What.Length > 0 && reported.Finding.Where.Length > 0);
    }

    private static Dictionary<string, byte[]> Content(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return archive.Entries.ToDictionary(
            entry => entry.FullName,
            entry =>
            {
                using var source = entry.Open();
                using var copy = new MemoryStream();
                source.CopyTo(copy);
                return copy.ToArray();
            },
            StringComparer.Ordinal);
    }

    private string[] Outside(string root) =>
    [
        .. Directory.EnumerateFileSystemEntries(_bench.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(root, StringComparison.Ordinal) && !root.StartsWith(path, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> InStore(string root) => Directory.Exists(root)
        ? Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Where(path => !Directory.Exists(path) || new FileInfo(path).LinkTarget is not null)
        : [];
}
