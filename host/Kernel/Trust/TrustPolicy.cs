using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Manifests;

namespace PluginHost.Trust;

/// <summary>
/// The allow-lists in force: the machine's, the user's, those named by option or environment, and the project's. A plugin must be allowed
/// by every one of them, so that no list can widen another.
/// </summary>
internal sealed class TrustPolicy
{
    private readonly IReadOnlyList<AllowList> _lists;
    private readonly Func<string, bool> _isBuiltIn;

    private TrustPolicy(IReadOnlyList<AllowList> lists, Func<string, bool> isBuiltIn) => (_lists, _isBuiltIn) = (lists, isBuiltIn);

    /// <summary>No list is in force.</summary>
    public static TrustPolicy Open { get; } = new([], _ => false);

    /// <summary>Reads the lists that are there; one that cannot be read is a finding and allows nothing.</summary>
    /// <param name="layout">Which lists there are beside the project's.</param>
    /// <param name="project">The folder of the job or the project.</param>
    /// <param name="findings">Takes the faults of the lists.</param>
    public static Result<TrustPolicy> Read(HostLayout layout, string project)
    {
        var findings = new FindingList();
        var ofProject = Path.Combine(project, HostLayout.AllowListFile);
        var files = layout.AllowLists.Concat(ReadableFolder.MayHold(ofProject) ? [ofProject] : []);
        return new(new TrustPolicy(
            [.. files.Distinct(StringComparer.Ordinal).Select(file => findings.Take(AllowListReader.Read(file)))],
            layout.IsBuiltIn), findings);
    }

    public IEnumerable<Finding> Refusals(PluginFolder folder, PluginManifest manifest)
    {
        var hash = new Lazy<string>(() => ContentHash.Of(folder.Path));
        var builtIn = _isBuiltIn(folder.Path);
        return _lists.Where(list => !(builtIn && list.BuiltIn)).Select(list => list.Refuse(folder, manifest, hash)).OfType<Finding>();
    }
}
