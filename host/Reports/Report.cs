using PluginHost.Comparisons.Tables;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports.Pages;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Reports;

/// <summary>Writes the page of a run or of a comparison, from what lies in its folder.</summary>
internal static class Report
{
    /// <summary>The folder of the page, in that of its run or comparison.</summary>
    public const string Folder = "report";

    /// <summary>The page's file.</summary>
    public const string FileName = "index.html";

    /// <summary>Where the page of a run or comparison lies if no other place is asked for.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, Folder, FileName);

    /// <summary>Whether a folder holds a run.</summary>
    public static bool IsRun(string folder) => File.Exists(Path.Combine(folder, RunState.FileName));

    /// <summary>Whether a folder holds the results of a comparison.</summary>
    public static bool IsComparison(string folder) => File.Exists(Path.Combine(folder, JsonTable.FileName));

    /// <summary>Writes a page at the end of a run or comparison. That it cannot be written is a warning, and changes nothing else.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <returns>The page's file; without one there is a finding.</returns>
    public static Result<string?> WriteAtEnd(string folder)
    {
        var findings = new FindingList();
        var file = FileOf(folder);
        try
        {
            Write(folder, file);
            return new(file, findings);
        }
        // Whatever it is, a run that has ended well has ended well.
        catch (Exception exception)
        {
            findings.Warn(
                FindingCodes.ReportNotWritten, LocatedJson.DisplayName(file), $"the report cannot be written: {exception.Message}",
                fix: $"Free some space or make the folder writable; then: dotnet host report {LocatedJson.DisplayName(folder)}");
            return new(null, findings);
        }
    }

    /// <summary>Writes a page where it is asked for.</summary>
    /// <param name="folder">The folder of a run or a comparison, absolute.</param>
    /// <param name="file">The page's file, absolute; replaced if it is there.</param>
    /// <returns>The page's size in bytes; without one there is a finding.</returns>
    public static Result<long?> WriteTo(string folder, string file)
    {
        var findings = new FindingList();
        if (!IsRun(folder) && !IsComparison(folder))
        {
            var table = File.Exists(Path.Combine(folder, "table.csv"));
            findings.Error(
                FindingCodes.NoResults, LocatedJson.DisplayName(folder),
                table ? $"the comparison has no {JsonTable.FileName} yet" : "there is no run and no comparison",
                $"the folder of a run, with {RunState.FileName}, or of a comparison, with {JsonTable.FileName}",
                table ? "Write it with: dotnet host compare FILE --table" : "List runs with: dotnet host runs list FOLDER");
            return new(null, findings);
        }

        try
        {
            // Links of a comparison lead to the pages of its runs.
            if (!IsRun(folder))
            {
                foreach (var run in Directory.EnumerateDirectories(folder).Where(run => IsRun(run) && !File.Exists(FileOf(run))))
                    findings.AddRange(WriteAtEnd(run).Findings);
            }

            Write(folder, file);
            return new(new FileInfo(file).Length, findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(
                FindingCodes.ReportNotWritten, LocatedJson.DisplayName(file), $"the report cannot be written: {exception.Message}",
                fix: "Name another file with --to.", cause: exception);
            return new(null, findings);
        }
    }

    private static void Write(string folder, string file)
    {
        var place = Path.GetDirectoryName(file)!;
        var text = IsRun(folder) ? RunPage.Of(folder) : new ComparisonPage(folder, place, Table(folder)).Text();
        Directory.CreateDirectory(place);
        WholeFile.Write(file, text);
    }

    private static System.Text.Json.Nodes.JsonObject Table(string folder)
    {
        var file = Path.Combine(folder, JsonTable.FileName);
        var (json, findings) = LocatedJson.Read(file, "", "");
        return json?.Root ?? throw new IOException($"{JsonTable.FileName} cannot be read: {findings.All[0].Finding.What}");
    }
}
