using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace PluginHost.Training;

/// <summary>
/// Counts what the samples of a data set hold, class by class: clips in each split, how long they are, and how many are silent, clipped or cannot be
/// used. Safe for several threads.
/// </summary>
/// <param name="dataset">The data set, prepared.</param>
public sealed class SampleSurvey(IDataset dataset)
{
    /// <summary>A sound is silent where its root mean square is below this share of full scale: -60 dB.</summary>
    public const double SilentBelow = 0.001;

    /// <summary>A value at this share of full scale or above was cut off by it.</summary>
    public const double FullScale = 0.999;

    /// <summary>A sound is clipped where more than this share of its values lies at full scale.</summary>
    public const double ClippedShare = 0.001;

    private static readonly string[] s_soundColumns = ["seconds", "mean s", "shortest s", "longest s", "silent", "clipped"];
    private static readonly Split[] s_splits = [Split.Train, Split.Validation, Split.Test];
    private readonly ConcurrentDictionary<string, Sound> _sounds = new(StringComparer.Ordinal);

    /// <summary>Takes a sample that can be used.</summary>
    /// <param name="sample">The sample; left as it is.</param>
    public void Note(Sample sample)
    {
        if (dataset.Info.AudioRate <= 0 || !sample.Tensors.TryGetValue(SampleKeys.Audio, out var audio)) return;
        using var whole = audio.contiguous();
        var values = MemoryMarshal.Cast<byte, float>(whole.bytes);
        var (power, full) = (0.0, 0L);
        foreach (var value in values)
        {
            power += (double)value * value;
            if (Math.Abs(value) >= FullScale) full++;
        }

        _sounds[sample.Info.Id] = new(
            values.Length / (double)dataset.Info.AudioRate, Math.Sqrt(power / values.Length) < SilentBelow, full > ClippedShare * values.Length);
    }

    /// <summary>The counts, a row for each class that has a sample, in the data set's order; one for samples without label; one for all.</summary>
    /// <param name="samples">The samples that were looked at.</param>
    /// <param name="unusable">Ids of those among them that cannot be used.</param>
    /// <returns>The table. Without sound it has no columns of sound; a sample of several classes counts in each, and once among all.</returns>
    public TableReported Table(IReadOnlyList<SampleInfo> samples, IReadOnlySet<string> unusable)
    {
        // A benchmark numbers classes anew and may hide them; the data set's own labels are told.
        var asked = samples.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
        SampleInfo[] all = [.. s_splits.SelectMany(dataset.Samples).Where(sample => asked.Contains(sample.Id))];
        var sounds = !_sounds.IsEmpty;
        var rows = dataset.Info.Classes.Select((name, label) => (Name: name, Samples: Array.FindAll(all, sample => sample.Labels.Contains(label))))
            .Append((Name: "(without label)", Samples: Array.FindAll(all, sample => sample.Labels.Count == 0)))
            .Where(row => row.Samples.Length > 0).Append((Name: "all", Samples: all));
        return new()
        {
            Title = "Samples",
            Columns = ["class", "train", "validation", "test", .. sounds ? s_soundColumns : [], "unusable"],
            Rows = [.. rows.Select(row => Row(row.Name, row.Samples, sounds, unusable))],
            Caption = sounds
                ? FormattableString.Invariant($"Silent: root mean square below {SilentBelow} of full scale (-60 dB). ")
                    + FormattableString.Invariant($"Clipped: more than {100 * ClippedShare} % of the values at {FullScale} or beyond. Lengths are of samples that can be used.")
                : null,
        };
    }

    private IReadOnlyList<object?> Row(string name, SampleInfo[] samples, bool sounds, IReadOnlySet<string> unusable)
    {
        var row = new List<object?> { name };
        row.AddRange(s_splits.Select(split => (object?)samples.LongCount(sample => sample.Split == split)));
        if (sounds)
        {
            Sound[] heard = [.. samples.Select(sample => _sounds.GetValueOrDefault(sample.Id)).OfType<Sound>()];
            object? Seconds(Func<IEnumerable<double>, double> figure) => heard.Length == 0 ? null : Math.Round(figure(heard.Select(sound => sound.Seconds)), 3);
            row.AddRange([Seconds(Enumerable.Sum), Seconds(Enumerable.Average), Seconds(Enumerable.Min), Seconds(Enumerable.Max)]);
            row.AddRange([heard.LongCount(sound => sound.Silent), heard.LongCount(sound => sound.Clipped)]);
        }

        row.Add(samples.LongCount(sample => unusable.Contains(sample.Id)));
        return row;
    }

    private sealed record Sound(double Seconds, bool Silent, bool Clipped);
}
