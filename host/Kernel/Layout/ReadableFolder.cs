using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Layout;

/// <summary>Lists folders; one that the system refuses to list is a finding, since an empty answer would be taken for an empty folder.</summary>
internal static class ReadableFolder
{
    /// <summary>The folders in a folder, in ordinal order; none if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="severity">How bad that is.</param>
    public static Result<IReadOnlyList<string>> Below(string folder, FindingSeverity severity)
    {
        try
        {
            return new([.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)], new());
        }
        catch (DirectoryNotFoundException)
        {
            return new([], new());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new([], Unreadable(folder, exception, severity));
        }
    }

    /// <summary>Whether a file is there, or may be: in a folder that keeps its files to itself.</summary>
    public static bool MayHold(string file)
    {
        try
        {
            _ = File.GetAttributes(file);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Says so if a folder cannot be read.</summary>
    public static FindingList Check(string folder, FindingSeverity severity)
    {
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                // A folder may be listed and yet keep its files to itself.
                _ = entry.Attributes;
                break;
            }
        }
        catch (DirectoryNotFoundException)
        {
            // It has gone since it was listed.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(folder, exception, severity);
        }

        return new();
    }

    private static FindingList Unreadable(string folder, Exception exception, FindingSeverity severity)
    {
        var findings = new FindingList();
        findings.Add(
            new Finding
            {
                Code = FindingCodes.Unreadable,
                Severity = severity,
                Where = LocatedJson.DisplayName(folder),
                What = $"the folder cannot be read, so plugins in it are not found: {exception.Message}",
                Fix = "Give this user the right to read it.",
            },
            exception.ToString());
        return findings;
    }
}
