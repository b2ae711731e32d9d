using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Layout;

namespace PluginHost.Jobs;

/// <summary>Paths in a job: relative to its folder, or below the user's home where they begin with <c>~</c>.</summary>
internal static class JobPath
{
    /// <summary>Why a text cannot be resolved; <see langword="null"/> if it can.</summary>
    public static string? Fault(string path)
    {
        // A null character ends a path for the system and makes .NET throw.
        if (path.Contains('\0', StringComparison.Ordinal)) return "the text holds a null character";
        return UserFolders.Present.Expand(path) is null ? $"there is no usable home folder for the '~' of '{path}'" : null;
    }

    /// <summary>The absolute path, without a separator at its end.</summary>
    /// <param name="directory">What it is relative to, absolute.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="JobException">It cannot be resolved.</exception>
    public static string Resolve(string directory, string path)
    {
        if (Fault(path) is { } fault)
        {
            throw new JobException(new Finding
            {
                Code = path.Contains('\0', StringComparison.Ordinal) ? FindingCodes.BadValue : FindingCodes.NoUserFolder,
                What = fault,
                Fix = "Give an absolute path.",
            });
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(UserFolders.Present.Expand(path)!, directory));
    }
}
