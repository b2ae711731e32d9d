using System.Security.Cryptography;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Instruments;
using PluginHost.Instruments.Catalog;
using PluginHost.Instruments.Figures;
using PluginHost.Instruments.Rooms;
using PluginHost.Instruments.Scores;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetSoundfont.Cache;

namespace PluginHost.Plugins.DatasetSoundfont.Building;

/// <summary>Builds the clips of one class: scores, sound by bank, level and room, frames, files.</summary>
internal sealed class ClassBuilder(SoundfontOptions options, SetFolder folder, Action<int> finished)
{
    private const double Silence = 1e-4;

    public async Task<IReadOnlyList<ManifestRow>> BuildAsync(
        string name, IReadOnlyList<ClipPlan> plans, CancellationToken cancellationToken)
    {
        var instrument = InstrumentCatalog.Get(name);
        Directory.CreateDirectory(folder.Absolute(Path.Combine("clips", name)));
        var rows = new Dictionary<string, ManifestRow>(StringComparer.Ordinal);
        foreach (var batch in plans.GroupBy(plan => (plan.Bank.Name, plan.Proxy)))
        {
            var clips = batch
                .Select(plan => (plan, Composer.Compose(instrument.Style, options.Seconds, Random(plan).Branch("score"))))
                .ToList();
            var (signals, problem) = await SoundAsync(clips, name, batch.Key.Name, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < clips.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (plan, score) = clips[i];
                rows[plan.Id] = Finish(plan, score, instrument, signals?[i] ?? [], problem);
                finished(1);
            }
        }

        return [.. plans.Select(plan => rows[plan.Id])];
    }

    private ClipRandom Random(ClipPlan plan) => new((ulong)options.Seed, plan.Class, plan.Id);

    private async Task<(float[][]? Signals, string Problem)> SoundAsync(
        List<(ClipPlan Plan, Score Score)> clips, string name, string bank, CancellationToken cancellationToken)
    {
        try
        {
            var work = folder.Absolute(Path.Combine("work", $"{name}-{bank}"));
            return (await BatchRenderer.RenderAsync(clips, work, options.SampleRate, cancellationToken).ConfigureAwait(false), "");
        }
        catch (InvalidDataException error)
        {
            return (null, error.Message);
        }
        catch (JobException error)
        {
            return (null, error.Findings[0].What);
        }
    }

    private ManifestRow Finish(ClipPlan plan, Score score, Instrument instrument, float[] signal, string problem)
    {
        var picture = new PictureOptions
        {
            Size = options.FrameSize,
            FramesPerSecond = options.FrameRate,
            Colour = options.Colour,
            PoseJitter = options.PoseJitter,
            Distractors = options.Distractors,
            Noise = 0,
        };
        var row = new ManifestRow
        {
            Id = plan.Id,
            Class = plan.Class,
            Split = plan.Split switch { Split.Train => "train", Split.Validation => "val", _ => "test" },
            Bank = plan.Bank.Name,
            Program = $"{plan.Preset.Bank}:{plan.Preset.Program}",
            Proxy = plan.Proxy,
            Seed = options.Seed,
            Bpm = score.Bpm,
            Notes = score.Notes.Count,
            Frames = ClipPainter.FrameCount(options.Seconds, picture),
            FramesPerSecond = options.FrameRate,
            Rate = options.SampleRate,
            Licence = plan.Bank.Licence,
        };
        if (problem.Length == 0) problem = Fault(signal);
        if (problem.Length > 0) return row with { Problem = problem };

        var room = new RoomOptions
        {
            Level = options.Level, LevelSpreadDecibels = options.LevelSpread, NoiseDecibels = options.NoiseDecibels, Echo = options.Echo,
        };
        Room.Record(signal, options.SampleRate, room, Random(plan).Branch("room"));
        var sound = SoundFile.Encode(new Sound(options.SampleRate, signal));
        var frames = ClipPainter.Paint(instrument.Figure, instrument.Gesture, score, picture, Random(plan).Branch("picture"));
        var strip = PictureFile.Encode(new Picture(options.FrameSize, options.FrameSize * row.Frames, options.Colour ? 3 : 1, frames));
        row = row with
        {
            Wav = $"clips/{plan.Class}/{plan.Id}.wav",
            Video = $"clips/{plan.Class}/{plan.Id}.png",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(sound)),
        };
        File.WriteAllBytes(folder.Absolute(row.Wav), sound);
        File.WriteAllBytes(folder.Absolute(row.Video), strip);
        File.WriteAllLines(
            folder.Absolute($"clips/{plan.Class}/{plan.Id}.onsets.csv"),
            score.Notes.Select(note => $"{note.Onset:0.0000},{note.Duration:0.0000},{note.Pitch},{note.Velocity}")
                .Prepend("onset,duration,pitch,velocity"));
        return row;
    }

    private static string Fault(float[] signal)
    {
        if (signal.Length == 0) return "the renderer wrote less sound than the notes need";
        if (Array.Exists(signal, value => !float.IsFinite(value))) return "the sound holds values that are no numbers";
        return Room.RootMeanSquare(signal) < Silence ? "the sound is silent" : "";
    }
}
