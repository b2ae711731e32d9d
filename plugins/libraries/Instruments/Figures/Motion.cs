using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Figures;

/// <summary>
/// The place of the moving hand over time, from the notes alone: it carries when notes start, not which instrument plays.
/// Values run from -1 to 1 along the hand's path.
/// </summary>
public static class Motion
{
    /// <summary>Seconds in which the jerk of a plucking hand dies to 1/e.</summary>
    private const double Decay = 0.15;

    public static double At(Gesture gesture, Score score, double time)
    {
        var index = LastOnset(score, time);
        if (index < 0) return gesture == Gesture.Pluck ? -0.6 : -1;
        var onset = score.Onsets[index];
        var even = index % 2 == 0;
        switch (gesture)
        {
            case Gesture.Pluck:
                return -0.6 + (1.6 * Math.Exp(-(time - onset) / Decay) * (even ? 1 : 0.8));
            case Gesture.Bow:
                var next = index + 1 < score.Onsets.Count ? score.Onsets[index + 1] : score.Seconds;
                var sweep = Math.Min(1, (time - onset) / Math.Clamp(next - onset, 0.1, 0.7));
                return even ? (2 * sweep) - 1 : 1 - (2 * sweep);
            default:
                return Math.Clamp((even ? 1 : -1) * (1 - (0.35 * (1 - Math.Exp(-(time - onset) / Decay)))), -1, 1);
        }
    }

    private static int LastOnset(Score score, double time)
    {
        var index = -1;
        while (index + 1 < score.Onsets.Count && score.Onsets[index + 1] <= time) index++;
        return index;
    }
}
