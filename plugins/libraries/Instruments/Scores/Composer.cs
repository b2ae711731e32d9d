namespace PluginHost.Instruments.Scores;

/// <summary>
/// Writes seeded melodies: 70 to 150 beats a minute, major, minor or pentatonic scale on a random
/// root, steps of -3 to +3 degrees, 1/4 to 3/2 beat, 10 % rests, velocity 55 to 115.
/// </summary>
public static class Composer
{
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] Minor = [0, 2, 3, 5, 7, 8, 10];
    private static readonly int[] Five = [0, 2, 4, 7, 9];
    private static readonly double[] Lengths = [0.25, 0.5, 0.5, 0.75, 1.0, 1.0, 1.5];

    public static Score Compose(ScoreStyle style, double seconds, ClipRandom random)
    {
        var bpm = random.Uniform(70, 150);
        var notes = style.Percussion ? DrumPattern(bpm, seconds, random) : Melody(style, bpm, seconds, random);
        notes.Sort((a, b) => a.Onset != b.Onset ? a.Onset.CompareTo(b.Onset) : a.Pitch.CompareTo(b.Pitch));
        return new Score(seconds, bpm, notes);
    }

    private static List<Note> Melody(ScoreStyle style, double bpm, double seconds, ClipRandom random)
    {
        var scale = style.Pentatonic ? Five : random.Chance(0.5) ? Major : Minor;
        var ladder = Ladder(scale, random.Integer(0, 11), style);
        var position = random.Integer(ladder.Length / 4, ladder.Length * 3 / 4);
        var beat = 60 / bpm;
        var notes = new List<Note>();
        var time = random.Uniform(0, 0.12);
        while (time < seconds - 0.1)
        {
            if (notes.Count > 0 && random.Chance(style.RestChance))
            {
                time += beat * (random.Chance(0.5) ? 0.25 : 0.5);
                continue;
            }

            var length = Lengths[random.Integer(0, Lengths.Length - 1)] * beat;
            position = Math.Clamp(position + random.Integer(-3, 3), 0, ladder.Length - 1);
            var velocity = random.Integer(55, 115);
            var size = random.Chance(style.ChordChance) ? style.ChordSize : 1;
            for (var voice = 0; voice < size && position + (2 * voice) < ladder.Length; voice++)
            {
                var onset = time + (voice * style.Strum);
                notes.Add(new Note(onset, Math.Max(0.08, length * style.Gate), ladder[position + (2 * voice)], velocity));
            }

            time += length;
        }

        return notes;
    }

    private static int[] Ladder(int[] scale, int root, ScoreStyle style)
    {
        var pitches = new List<int>();
        for (var pitch = style.LowPitch; pitch <= style.HighPitch; pitch++)
        {
            if (Array.IndexOf(scale, (pitch - root + 120) % 12) >= 0) pitches.Add(pitch);
        }

        return [.. pitches];
    }

    private static List<Note> DrumPattern(double bpm, double seconds, ClipRandom random)
    {
        int[] toms = [41, 45, 48];
        var step = 30 / bpm;
        var notes = new List<Note>();
        var hat = random.Chance(0.7) ? 42 : 46;
        var index = 0;
        for (var time = random.Uniform(0, 0.12); time < seconds - 0.1; time += step, index++)
        {
            var place = index % 8;
            if (place is 0 or 4 ? random.Chance(0.95) : random.Chance(0.15)) Hit(36, 85, 115);
            if (place is 2 or 6 ? random.Chance(0.9) : random.Chance(0.1)) Hit(38, 75, 115);
            if (random.Chance(0.65)) Hit(hat, 55, 90);
            if (random.Chance(0.15)) Hit(toms[random.Integer(0, 2)], 70, 110);

            void Hit(int pitch, int low, int high) => notes.Add(new Note(time, step * 0.9, pitch, random.Integer(low, high)));
        }

        return notes;
    }
}
