using System.Runtime.InteropServices;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Pictures;
using PluginHost.Plugins.DatasetClassification.Sources;
using PluginHost.Spectra;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Sounds;

/// <summary>
/// Sounds in class folders as log-mel pictures, float32 (1, mels, frames), for classification: voices, drum hits, real and fake speech, or a
/// folder of your own. Thread-safe once prepared.
/// </summary>
[Component("sounds")]
public sealed class SoundsDataset(SoundsOptions options, IRunContext run, IRunEvents events) : IDataset, IFileReader, ISelfCheck, IDisposable
{
    private static readonly FolderContent s_content = new(
        "sound", "WAV, AIFF, MP3, Ogg Vorbis and Ogg Opus", [".wav", ".aif", ".aiff", ".mp3", ".ogg", ".opus"],
        [".flac", ".gsm", ".m4a", ".aac", ".wma", ".sln"]);

    private readonly Installation _installed = Installed.Set(
        run.ResolvePath(Installed.Folder), options.Set, $"the set of {options.Set}", []);

    private PackedSet? _set;
    private SampleLists? _lists;

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = "sounds", Classes = options.Classes };

    /// <inheritdoc/>
    public bool PreparesQuickly => Installation.HasFew(Root, PicturesDataset.FewFiles);

    private string Root => options.Folder.Length > 0 ? run.ResolvePath(options.Folder) : _installed.Folder;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => _installed.Check(options.Folder, Root);

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var missing = Check().ToArray();
        if (missing.Length > 0) throw new JobException(missing);
        var choice = new FolderChoice(options.Classes, options.LeastSounds, "leastSounds");
        var folders = options.UsesDomains
            ? ClassFolders.ListDomains(Root, options.Domains, s_content, choice)
            : ClassFolders.List(Root, s_content, choice);
        var name = $"sounds of {Path.GetFileName(Root.TrimEnd(Path.DirectorySeparatorChar))}";
        foreach (var leftOut in folders.LeftOut)
            events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = $"{name}: {leftOut}." });
        FileEntry[] files = options.Together == "name" ? [.. folders.Files] : [.. folders.Files.Select(file => file with { Group = "" })];
        var cache = run.ResolvePath(options.CacheDirectory);
        _set = await Task.Run(
            () => PackedSet.Open(files, SoundPictures.Of(options), cache, run.Threads, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        _lists = new SampleLists(_set.Items, folders.Classes, [], options);
        Info = Info with
        {
            Name = $"{name}, {_set.Items.Count:N0} samples of {options.Mels} x {LogMel.Frames(options.Samples, options.FrontEnd.Hop)} "
                + $"in {folders.Classes.Count} classes",
            Classes = folders.Classes,
            Domains = folders.Domains,
            AudioRate = options.Audio ? options.Rate : 0,
        };
        SplitReport.Publish(name, _lists, options.Classes.Count > 0 ? "classes" : "folder", events);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _lists!.Of(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        return Of(sample, _set!.Read(_lists!.Place(sample).Item));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings => s_content.Endings;

    /// <inheritdoc/>
    public Sample ReadFile(string file, SampleInfo sample) => Of(sample, SoundPictures.Of(options).Prepare(new(sample.Id, sample.Label, file)));

    /// <inheritdoc/>
    public void Dispose() => _set?.Dispose();

    private Sample Of(SampleInfo sample, byte[] bytes)
    {
        var frames = LogMel.Frames(options.Samples, options.FrontEnd.Hop);
        var picture = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, sizeof(float) * options.Mels * frames)).ToArray();
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SampleKeys.Image] = tensor(picture).reshape(1, options.Mels, frames) };
        if (options.Audio)
        {
            var sound = MemoryMarshal.Cast<byte, short>(bytes.AsSpan(sizeof(float) * picture.Length)).ToArray();
            tensors[SampleKeys.Audio] = tensor(Array.ConvertAll(sound, SoundFitting.Level));
        }

        return new Sample(sample, tensors);
    }
}
