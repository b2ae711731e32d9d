using System.Collections.Concurrent;
using PluginHost.Contracts;
using PluginHost.Media.Pictures;
using PluginHost.Plugins.DatasetClassification.Sources;
using PluginHost.Plugins.DatasetClassification.Splitting;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>The pictures of class folders, fitted to one size and kept in a pack; without splits and tensors.</summary>
internal sealed class PictureSet : IDisposable
{
    // More than these are counted only.
    private const int ShownFindings = 20;

    private readonly PicturePack _pack;

    private PictureSet(IReadOnlyList<LabelledItem> items, PicturePack pack) => (Items, _pack) = (items, pack);

    /// <summary>Ids, classes and digests of the files' contents.</summary>
    public IReadOnlyList<LabelledItem> Items { get; }

    /// <summary>Reads the files; decodes and fits them unless a pack of the same contents is there.</summary>
    /// <param name="folders">The files.</param>
    /// <param name="options">What to bring pictures to.</param>
    /// <param name="cacheFolder">The absolute folder of packs.</param>
    /// <param name="threads">Files decoded at the same time.</param>
    /// <param name="cancellationToken">Stops the work; nothing is kept then.</param>
    /// <exception cref="JobException">Files that are no pictures, one finding each, or a folder that cannot be written to.</exception>
    public static PictureSet Open(
        ClassFolders folders, PicturesOptions options, string cacheFolder, int threads, CancellationToken cancellationToken)
    {
        var items = new LabelledItem[folders.Pictures.Count];
        ForEach(folders, threads, cancellationToken, (index, entry) =>
            items[index] = new LabelledItem(entry.Id, entry.Label, LabelledItem.Digest(File(entry).Read())));
        var pictureBytes = (options.Colour ? 3 : 1) * options.Size * options.Size;
        var name = PicturePack.Name(cacheFolder, options, items.Select(item => (item.Id, item.Content)));
        if (PicturePack.Open(name, items.Length, pictureBytes) is { } ready) return new PictureSet(items, ready);
        var fitted = new byte[items.Length][];
        ForEach(folders, threads, cancellationToken, (index, entry) =>
            fitted[index] = PictureFitting.Fit(PictureFile.Read(entry.Path, (byte)options.Background), options));
        try
        {
            PicturePack.Write(name, fitted);
            if (PicturePack.Open(name, items.Length, pictureBytes) is { } written) return new PictureSet(items, written);
            throw Unwritable("it reads back damaged");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error.Message.TrimEnd('.'));
        }

        JobException Unwritable(string why) => new(new Finding
        {
            Code = "CD0031", Where = "cacheDirectory", What = $"scaled pictures cannot be kept in '{name}': {why}",
            Fix = "Name a folder that can be written to.",
        });
    }

    /// <summary>A fitted picture: levels of 0 to 255, channel by channel.</summary>
    /// <param name="item">Its place in <see cref="Items"/>.</param>
    public byte[] Read(int item) => _pack.Read(item);

    /// <summary>Closes the pack.</summary>
    public void Dispose() => _pack.Dispose();

    private static DataFile File(PictureEntry entry) => DataFile.At(entry.Path, "Fetch the file again from its source, or take it out.");

    private static void ForEach(
        ClassFolders folders, int threads, CancellationToken cancellationToken, Action<int, PictureEntry> work)
    {
        var findings = new ConcurrentDictionary<int, IReadOnlyList<Finding>>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, folders.Pictures.Count, limits, index =>
        {
            try
            {
                work(index, folders.Pictures[index]);
            }
            catch (JobException error)
            {
                findings[index] = error.Findings;
            }
        });
        if (findings.IsEmpty) return;
        var all = findings.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value).ToArray();
        var shown = all.Take(ShownFindings);
        throw new JobException([.. all.Length <= ShownFindings ? shown : shown.Append(new Finding
        {
            Code = "CD0032", What = $"{all.Length - ShownFindings} further files cannot be used",
            Fix = "Correct the ones above; the rest are shown then.",
        })]);
    }
}
