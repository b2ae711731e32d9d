using PluginHost.Instruments.Catalog;
using PluginHost.Instruments.Scores;
using PluginHost.Media.Scores;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetSoundfont.Banks;

namespace PluginHost.Plugins.DatasetSoundfont.Building;

/// <summary>
/// Renders all clips of one class and bank as one long MIDI file with gaps, which is much faster than one process a clip:
/// fluidsynth at 44.1 kHz without reverb and chorus, then ffmpeg to mono at the set's rate, then cut.
/// </summary>
internal static class BatchRenderer
{
    /// <summary>Clips start at multiples of this: whole 64-sample blocks of fluidsynth at 44.1 kHz, whole samples at 11025 Hz.</summary>
    private const int Slot = 640;

    /// <returns>One signal a plan, raw (not levelled); empty when the renderer wrote too little.</returns>
    /// <exception cref="InvalidDataException">A program failed or wrote something unreadable.</exception>
    public static async Task<float[][]> RenderAsync(
        IReadOnlyList<(ClipPlan Plan, Score Score)> clips, string folder, int rate, CancellationToken cancellationToken)
    {
        var style = InstrumentCatalog.Get(clips[0].Plan.Class).Style;
        var length = (int)Math.Ceiling(((clips[0].Score.Seconds * 1000) + 300) / Slot) * Slot;
        var midi = new MidiTrack();
        for (var i = 0; i < clips.Count; i++) ScoreMidi.Write(midi, i * length, clips[i].Score, style, clips[i].Plan);

        Directory.CreateDirectory(folder);
        var (notes, raw, cut) = (Path.Combine(folder, "notes.mid"), Path.Combine(folder, "raw.wav"), Path.Combine(folder, "mono.wav"));
        try
        {
            await File.WriteAllBytesAsync(notes, midi.Encode(clips.Count * length), cancellationToken).ConfigureAwait(false);
            var said = await Tool.RunAsync(
                "fluidsynth",
                ["-niq", "-o", "synth.dynamic-sample-loading=1", "-R", "0", "-C", "0", "-g", "0.7", "-r", "44100", "-T", "wav", "-F", raw,
                    clips[0].Plan.Bank.File, notes],
                cancellationToken).ConfigureAwait(false);
            if (!File.Exists(raw)) throw new InvalidDataException($"fluidsynth wrote nothing: {said.Trim()}");
            string[] filter = PresetMap.Filter(clips[0].Plan.Class) is { } chain && clips[0].Plan.Proxy ? ["-af", chain] : [];
            await Tool.RunAsync(
                "ffmpeg",
                ["-nostdin", "-v", "error", "-y", "-i", raw, .. filter, "-ac", "1", "-ar", $"{rate}", "-c:a", "pcm_s16le",
                    "-fflags", "+bitexact", "-flags:a", "+bitexact", cut],
                cancellationToken).ConfigureAwait(false);
            return Cut(SoundFile.Read(cut).Mono(), clips.Count, length, clips[0].Score.Seconds, rate);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[][] Cut(float[] samples, int count, int length, double seconds, int rate)
    {
        var signals = new float[count][];
        var size = (int)Math.Round(seconds * rate);
        for (var i = 0; i < count; i++)
        {
            var start = (int)Math.Round(i * (double)length * rate / 1000);
            signals[i] = start + size <= samples.Length ? samples[start..(start + size)] : [];
        }

        return signals;
    }
}
