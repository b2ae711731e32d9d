using System.Security.Cryptography;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Instruments.Figures;
using PluginHost.Instruments.Rooms;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetSoundfont.Banks;
using PluginHost.Plugins.DatasetSoundfont.Building;
using PluginHost.Plugins.DatasetSoundfont.Cache;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetSoundfont;

/// <summary>Renders the set on first use, then reads clips from the cache. Thread-safe after <see cref="PrepareAsync"/>.</summary>
[Component("soundfont")]
public sealed class SoundfontDataset(SoundfontOptions options, IRunContext run, IRunEvents events) : IDataset, ISelfCheck
{
    private SetFolder? _folder;
    private List<ManifestRow> _rows = [];

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = Describe(options);

    /// <inheritdoc/>
    public bool PreparesQuickly
    {
        get
        {
            var plan = new BuildPlan(options, run.ResolvePath);
            return plan.Findings.Count > 0 || IsBuilt(plan);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        var plan = new BuildPlan(options, run.ResolvePath);
        if (plan.Findings.Count == 0 && IsBuilt(plan)) return [];
        return [.. plan.Findings, .. new[] { Tool.Missing("fluidsynth"), Tool.Missing("ffmpeg") }.OfType<Finding>()];
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var plan = new BuildPlan(options, run.ResolvePath);
        if (plan.Findings.Count > 0) throw new JobException(plan.Findings);
        _folder = Folder(plan);
        var rows = _folder.Read(_folder.Manifest);
        if (rows is null)
        {
            var missing = new[] { Tool.Missing("fluidsynth"), Tool.Missing("ffmpeg") }.OfType<Finding>().ToList();
            if (missing.Count > 0) throw new JobException(missing);
            rows = await new SetBuilder(options, plan, _folder, events).BuildAsync(cancellationToken).ConfigureAwait(false);
        }

        _rows = [.. rows.Where(row => row.Problem.Length == 0)];
        ReportSkipped([.. rows.Where(row => row.Problem.Length > 0)]);
        Info = Info with
        {
            Proxies = [.. options.Names.Where(name => rows.Any(row => row.Proxy && row.Class == name))],
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split)
    {
        var word = Word(split);
        return
        [
            .. from label in Enumerable.Range(0, options.Names.Count)
               from index in Enumerable.Range(0, _rows.Count)
               let row = _rows[index]
               where row.Class == options.Names[label] && row.Split == word
               select new SampleInfo { Id = row.Id, Label = label, Split = split, Index = index },
        ];
    }

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var row = _rows[sample.Index];
        var (audio, frames) = (_folder!.Absolute(row.Wav), _folder.Absolute(row.Video));
        try
        {
            var bytes = File.ReadAllBytes(audio);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != row.Sha256) throw Damaged(audio, "its content is not what was built");
            var sound = SoundFile.Decode(bytes, audio).Mono();
            if (Room.RootMeanSquare(sound) < 1e-5) throw Damaged(audio, "it is silent");
            var picture = PictureFile.Read(frames);
            var wanted = (options.FrameSize, options.FrameSize * row.Frames, options.Colour ? 3 : 1);
            if ((picture.Width, picture.Height, picture.Channels) != wanted)
                throw Damaged(frames, $"it is {picture.Width} x {picture.Height} with {picture.Channels} channels");
            var planes = FrameLayout.ToPlanes(picture.Pixels, row.Frames, picture.Channels);
            return new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [SampleKeys.Audio] = tensor(sound, [sound.Length]),
                [SampleKeys.Frames] = tensor(planes, [row.Frames, picture.Channels, options.FrameSize, options.FrameSize]),
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Damaged(audio, error.Message);
        }
        catch (JobException error) when (error.Findings.All(finding => finding.Code.StartsWith("MEDIA", StringComparison.Ordinal)))
        {
            throw new JobException([.. error.Findings.Select(finding => Unusable(finding.What))]);
        }
    }

    private static string Word(Split split) => split switch { Split.Train => "train", Split.Validation => "val", _ => "test" };

    private static DatasetInfo Describe(SoundfontOptions options) => new()
    {
        Name = $"soundfont, {options.Names.Count} classes, {options.TrainClips}/{options.ValidationClips}/{options.TestClips} clips, "
            + $"split by {options.Split}, {string.Join(" + ", options.Banks)}",
        Classes = options.Names,
        AudioRate = options.SampleRate,
        FrameRate = options.FrameRate,
        Proxies = [.. options.Names.Where(name => PresetMap.Proxies.ContainsKey(name) && !options.Presets.ContainsKey(name))],
    };

    private bool IsBuilt(BuildPlan plan) => Folder(plan) is { } folder && folder.Read(folder.Manifest) is not null;

    private SetFolder Folder(BuildPlan plan) => new(run.ResolvePath(options.CacheDirectory), options, plan.Banks);

    private JobException Damaged(string file, string what) => new(Unusable($"'{file}' cannot be used: {what}"));

    private Finding Unusable(string what) => new()
    {
        Code = "SF0020", What = what, Fix = $"Delete the folder '{_folder!.Root}'; the set is built again at the next run.",
    };

    private void ReportSkipped(List<ManifestRow> skipped)
    {
        var empty = new List<Finding>();
        foreach (var group in skipped.GroupBy(row => (row.Class, row.Split)))
        {
            var first = group.First();
            events.Publish(new MessageReported
            {
                Severity = FindingSeverity.Warning,
                Text = $"{group.Count()} {first.Split} clips of {first.Class} were left out; "
                    + $"the first, {first.Id} from {first.Bank}: {first.Problem}.",
            });
            if (_rows.Exists(row => row.Class == first.Class && row.Split == first.Split)) continue;
            empty.Add(new Finding
            {
                Code = "SF0021",
                Where = "classes",
                What = $"class {first.Class} has no usable {first.Split} clip: {first.Problem}",
                Fix = $"Leave the class or the bank {first.Bank} out, then delete '{_folder!.Root}' to build again.",
            });
        }

        if (empty.Count > 0) throw new JobException(empty);
    }
}
