using PluginHost.Comparisons.Cells;
using PluginHost.Runs;

namespace PluginHost.Comparisons;

/// <summary>The folder of a comparison: a run folder per cell, the ledger, the tables.</summary>
internal sealed class ComparisonFolder(string path)
{
    private const string Handed = ".cells";

    public string Path => path;

    /// <summary>A cell's run folder.</summary>
    public string Of(ComparisonCell cell) => System.IO.Path.Combine(path, cell.Folder);

    public string File(string name) => System.IO.Path.Combine(path, name);

    /// <summary>The file that hands a cell's job to its run.</summary>
    public string JobOf(ComparisonCell cell) => System.IO.Path.Combine(path, Handed, $"{cell.Folder}.job.json");

    /// <summary>The file in which a cell's run hands back what became of it.</summary>
    public string ResultOf(ComparisonCell cell) => System.IO.Path.Combine(path, Handed, $"{cell.Folder}.result.json");

    /// <summary>Keeps other processes from running cells of this comparison; <see langword="null"/> if one does already.</summary>
    public FileStream? Claim()
    {
        Directory.CreateDirectory(path);
        try
        {
            return new FileStream(File(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (System.IO.File.Exists(File(".lock")))
        {
            return null;
        }
    }

    /// <summary>Puts a cell's run aside, under the first free name of the form <c>cell.old-1</c>.</summary>
    /// <returns>Where it is now.</returns>
    public string PutAside(ComparisonCell cell)
    {
        for (var number = 1; ; number++)
        {
            var aside = $"{Of(cell)}.old-{number}";
            if (Directory.Exists(aside)) continue;
            Directory.Move(Of(cell), aside);
            return aside;
        }
    }

    /// <summary>Makes the folder of a cell without a run free for one: a run that never began leaves a log and a lock at most.</summary>
    public void Free(ComparisonCell cell)
    {
        var folder = Of(cell);
        if (!Directory.Exists(folder) || RunState.Read(folder) is not null) return;
        foreach (var name in new[] { RunFolder.OutputLog, ".lock" }) System.IO.File.Delete(System.IO.Path.Combine(folder, name));
        if (Directory.EnumerateFileSystemEntries(folder).Any()) PutAside(cell);
    }
}
