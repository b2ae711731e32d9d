using NuGet.Versioning;

namespace PluginHost.Jobs;

/// <summary>Someone's wish for versions of a plugin.</summary>
/// <param name="Range">The versions that will do.</param>
/// <param name="By">Who says so: a place in the job, or a plugin.</param>
internal sealed record VersionConstraint(VersionRange Range, string By)
{
    public override string ToString() => $"{By} wants {(Range.Equals(VersionRange.All) ? "any" : Range.ToNormalizedString())}";
}
