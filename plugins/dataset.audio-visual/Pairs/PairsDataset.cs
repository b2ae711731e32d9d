using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetAudioVisual.Pairs;

/// <summary>
/// A picture with a sound: Tux Paint's stamps with their spoken names (languages as domains) or with natural sounds, instruments and
/// animals of gcompris, or a folder of your own. Pairs that share a sound or a picture are one group and lie in one split. Thread-safe
/// once prepared.
/// </summary>
[Component("pairs")]
public sealed class PairsDataset(PairsOptions options, IRunContext run, IRunEvents events) : IDataset, ISelfCheck, IDisposable
{
    // More pairs are not decoded within a few seconds.
    private const int FewFiles = 500;
    private const int Named = 10;

    private readonly Installation _installed = new(
        new("dataset.audio-visual", typeof(PairsDataset).Assembly), run.ResolvePath("~/.cache/pluginhost/audio-visual"), options.Set,
        options.Set == "gcompris" ? "the set of gcompris" : "the set of Tux Paint stamps with sounds", []);

    private PackedSet? _set;
    private SampleLists? _lists;
    private SampleInfo[] _train = [];
    private SampleInfo[] _test = [];
    private int[] _places = [];

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = "pairs", Classes = options.Classes };

    /// <inheritdoc/>
    public bool PreparesQuickly => Installation.HasFew(Root, FewFiles);

    private string Root => options.Folder.Length > 0 ? run.ResolvePath(options.Folder) : _installed.Folder;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => _installed.Check(options.Folder, Root);

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var missing = Check().ToArray();
        if (missing.Length > 0) throw new JobException(missing);
        var list = PairFolder.List(Root, options);
        var name = $"pairs of {Path.GetFileName(Root.TrimEnd(Path.DirectorySeparatorChar))}";
        foreach (var note in list.Notes) Say(FindingSeverity.Warning, $"{name}: {note}.");
        var cache = run.ResolvePath(options.CacheDirectory);
        _set = await Task.Run(() => PackedSet.Open(list.Files, Preparation(), cache, run.Threads, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        _places = Long(list.Files, name);
        _lists = new SampleLists([.. _places.Select(place => _set.Items[place])], list.Classes, [], options, groups: true);
        var taught = _lists.Of(Split.Train);
        _train = options.Renditions == 0 ? [.. taught] : [.. taught.SelectMany(pair => Rendition.WithPair(pair, options.Renditions, _places.Length))];
        _test = options.TestOn == "renditions" ? [.. taught.Select(Rendition.ToTest)] : [.. _lists.Of(Split.Test)];
        Info = Info with
        {
            Name = $"{name}, {options.Sounds}{string.Concat(list.Languages.Select(language => $" {language}"))}, "
                + $"{_places.Length:N0} pairs in {list.Classes.Count} classes",
            Classes = list.Classes,
            Domains = list.Languages,
            AudioRate = options.Rate,
            FrameRate = 1 / options.Seconds,
        };
        SplitReport.Publish(name, _lists, options.Classes.Count > 0 ? "classes" : "folder", events);
        if (options.Renditions > 0) Say(FindingSeverity.Note, $"{name}: training has every pair and {options.Renditions:N0} renditions of it.");
        if (options.TestOn == "renditions")
            Say(FindingSeverity.Note, $"{name}: the test has renditions of the {taught.Count:N0} training pairs, not other pairs.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => split switch
    {
        Split.Train => _train, Split.Test => _test, _ => _lists!.Of(split),
    };

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var (number, item) = _lists!.Place(sample);
        var bytes = _set!.Read(_places[item]);
        var sound = MemoryMarshal.Cast<byte, short>(bytes.AsSpan(sizeof(int), sizeof(short) * options.Samples)).ToArray();
        var picture = bytes[^options.Fitting.Bytes..];
        if (number > 0 || (sample.Split == Split.Test && options.TestOn == "renditions"))
        {
            var rendition = new Rendition(new RandomSource(options.SplitSeed).Stream("rendition", sample.Index));
            sound = rendition.Sound(sound, options.Rate);
            picture = rendition.Picture(picture, options.Size, (byte)options.Background);
        }

        return new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(Array.ConvertAll(sound, SoundFitting.Level)),
            [SampleKeys.Frames] = tensor(picture, [1, 3, options.Size, options.Size]),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _set?.Dispose();

    // The samples that the sound has from its onset, the sound, then the picture.
    private Preparation Preparation()
    {
        var fitting = options.Fitting;
        var settings = string.Create(
            CultureInfo.InvariantCulture, $"pairs 1 {options.Rate} {options.Samples} {fitting.Size} {fitting.Fit} {fitting.Background}");
        return new(settings, sizeof(int) + (sizeof(short) * options.Samples) + fitting.Bytes, entry =>
        {
            var sound = SoundFitting.Fit(entry.Path, SoundFile.Read(entry.Path), options.Rate, options.Samples, out var found);
            var picture = PictureFitting.Fit(PictureFile.Read(entry.Companion, (byte)options.Background), fitting);
            var head = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(head, found);
            return [.. head, .. MemoryMarshal.AsBytes<short>(sound), .. picture];
        });
    }

    // The pairs whose sounds are long enough, or are padded.
    private int[] Long(IReadOnlyList<FileEntry> files, string name)
    {
        int[] lengths = [.. files.Select((_, place) => BinaryPrimitives.ReadInt32LittleEndian(_set!.Read(place)))];
        int[] places = [.. Enumerable.Range(0, lengths.Length)];
        int[] shorter = [.. places.Where(place => lengths[place] < options.Samples)];
        if (shorter.Length == 0) return places;
        string Short(double seconds) => seconds.ToString("0.##", CultureInfo.InvariantCulture);
        var (verb, they) = shorter.Length == 1 ? ("is", "it was") : ("are", "they were");
        var what = $"{shorter.Length:N0} of {places.Length:N0} sounds {verb} shorter than {Short(options.Seconds)} s";
        var which = $"{what}, such as " + string.Join(", ", shorter.Take(Named).Select(place =>
            $"'{files[place].Path}' with {Short(lengths[place] / (double)options.Rate)} s"));
        switch (options.Shorter)
        {
            case "pad":
                Say(FindingSeverity.Note, $"{name}: {what} and {verb} followed by silence.");
                return places;
            case "leave-out" when shorter.Length < places.Length:
                Say(FindingSeverity.Warning, $"{name}: {which}; {they} left out.");
                return [.. places.Except(shorter)];
            default:
                throw new JobException(new Finding
                {
                    Code = "AVD0012", Where = "seconds", What = which, Expected = "sounds as long as seconds says",
                    Fix = "Lower seconds, or set shorter to 'pad'.",
                });
        }
    }

    private void Say(FindingSeverity severity, string text) => events.Publish(new MessageReported { Severity = severity, Text = text });
}
