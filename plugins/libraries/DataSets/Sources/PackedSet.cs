using System.Collections.Concurrent;
using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.DataSets.Splitting;

namespace PluginHost.DataSets.Sources;

/// <summary>One file of a set, a sample each.</summary>
/// <param name="Id">Its path below the set's folder, with slashes.</param>
/// <param name="Label">The class.</param>
/// <param name="Path">Its absolute path.</param>
public sealed record FileEntry(string Id, int Label, string Path)
{
    /// <summary>What near-copies share; empty = the file stands alone.</summary>
    public string Group { get; init; } = "";

    /// <summary>Where it comes from; empty = the set knows no domains.</summary>
    public string Domain { get; init; } = "";

    /// <summary>A second file of the sample, such as the picture to a sound; samples that share its content stay together. Empty = none.</summary>
    public string Companion { get; init; } = "";

    /// <summary>The split that the set itself gives; null = drawn.</summary>
    public Split? Given { get; init; }
}

/// <summary>How files become samples of equal size.</summary>
/// <param name="Settings">What the bytes depend on, in words that change with it.</param>
/// <param name="SampleBytes">The size of a sample.</param>
/// <param name="Prepare">Reads and prepares one file; called from several threads.</param>
public sealed record Preparation(string Settings, int SampleBytes, Func<FileEntry, byte[]> Prepare);

/// <summary>Files brought to samples of one size and kept in a pack; without splits and tensors.</summary>
public sealed class PackedSet : IDisposable
{
    // More than these are counted only.
    private const int ShownFindings = 20;

    private const int FilesAtATime = 256;

    private readonly SamplePack _pack;

    private PackedSet(IReadOnlyList<LabelledItem> items, SamplePack pack) => (Items, _pack) = (items, pack);

    /// <summary>Ids, classes and digests of the files' contents.</summary>
    public IReadOnlyList<LabelledItem> Items { get; }

    /// <summary>Reads the files; prepares them unless a pack of the same contents is there.</summary>
    /// <param name="entries">The files.</param>
    /// <param name="preparation">What to make of them.</param>
    /// <param name="cacheFolder">The absolute folder of packs.</param>
    /// <param name="threads">Files prepared at the same time.</param>
    /// <param name="cancellationToken">Stops the work; nothing is kept then.</param>
    /// <exception cref="JobException">Files that cannot be used, one finding each, or a folder that cannot be written to.</exception>
    public static PackedSet Open(
        IReadOnlyList<FileEntry> entries, Preparation preparation, string cacheFolder, int threads, CancellationToken cancellationToken)
    {
        var items = new LabelledItem[entries.Count];
        ForEach(entries, threads, cancellationToken, (index, entry) =>
            items[index] = new LabelledItem(entry.Id, entry.Label, Digest(entry.Path))
            {
                Group = entry.Companion.Length == 0 ? entry.Group : Digest(entry.Companion).ToString("x32"),
                Domain = entry.Domain,
                Given = entry.Given,
            });
        var name = SamplePack.Name(cacheFolder, preparation.Settings, items.SelectMany((item, index) => Contents(item, entries[index])));
        if (SamplePack.Open(name, items.Length, preparation.SampleBytes) is { } ready) return new PackedSet(items, ready);
        try
        {
            SamplePack.Write(name, Prepared(entries, preparation, threads, cancellationToken));
            if (SamplePack.Open(name, items.Length, preparation.SampleBytes) is { } written) return new PackedSet(items, written);
            throw Unwritable("it reads back damaged");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error.Message.TrimEnd('.'));
        }

        JobException Unwritable(string why) => new(new Finding
        {
            Code = "DS0031", Where = "cacheDirectory", What = $"prepared samples cannot be kept in '{name}': {why}",
            Fix = "Name a folder that can be written to.",
        });
    }

    /// <summary>The bytes of a prepared sample.</summary>
    /// <param name="item">Its place in <see cref="Items"/>.</param>
    public byte[] Read(int item) => _pack.Read(item);

    /// <summary>Closes the pack.</summary>
    public void Dispose() => _pack.Dispose();

    private static UInt128 Digest(string path) =>
        LabelledItem.Digest(DataFile.At(path, "Fetch the file again from its source, or take it out.").Read());

    private static IEnumerable<(string Id, UInt128 Content)> Contents(LabelledItem item, FileEntry entry) => entry.Companion.Length == 0
        ? [(item.Id, item.Content)]
        : [(item.Id, item.Content), ("with", UInt128.Parse(item.Group, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    // Some at a time, so that a large set needs no memory for all of its samples. Files that cannot be used are told together at the end.
    private static IEnumerable<byte[]> Prepared(
        IReadOnlyList<FileEntry> entries, Preparation preparation, int threads, CancellationToken cancellationToken)
    {
        var findings = new ConcurrentDictionary<int, IReadOnlyList<Finding>>();
        for (var first = 0; first < entries.Count; first += FilesAtATime)
        {
            var prepared = new byte[Math.Min(FilesAtATime, entries.Count - first)][];
            var start = first;
            ForEach([.. entries.Skip(first).Take(prepared.Length)], threads, cancellationToken, (index, entry) =>
                prepared[index] = preparation.Prepare(entry), findings, start);
            if (!findings.IsEmpty) continue;
            foreach (var sample in prepared) yield return sample;
        }

        Throw(findings);
    }

    private static void ForEach(
        IReadOnlyList<FileEntry> entries, int threads, CancellationToken cancellationToken, Action<int, FileEntry> work)
    {
        var findings = new ConcurrentDictionary<int, IReadOnlyList<Finding>>();
        ForEach(entries, threads, cancellationToken, work, findings, 0);
        Throw(findings);
    }

    private static void ForEach(
        IReadOnlyList<FileEntry> entries, int threads, CancellationToken cancellationToken, Action<int, FileEntry> work,
        ConcurrentDictionary<int, IReadOnlyList<Finding>> findings, int first)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, entries.Count, limits, index =>
        {
            try
            {
                work(index, entries[index]);
            }
            catch (JobException error)
            {
                findings[first + index] = error.Findings;
            }
        });
    }

    private static void Throw(ConcurrentDictionary<int, IReadOnlyList<Finding>> findings)
    {
        if (findings.IsEmpty) return;
        var all = findings.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value).ToArray();
        var shown = all.Take(ShownFindings);
        throw new JobException([.. all.Length <= ShownFindings ? shown : shown.Append(new Finding
        {
            Code = "DS0032", What = $"{all.Length - ShownFindings} further files cannot be used",
            Fix = "Correct the ones above; the rest are shown then.",
        })]);
    }
}
