using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginHost.Plugins.DatasetAudioVisual.Pairs;

/// <summary>
/// A pair as it might be heard and seen another time. The sound begins up to 0.1 s later, is up to 5 % faster or slower (and higher or lower),
/// up to 6 dB quieter, and has white noise 20 dB below its own power. The picture is moved by up to a sixteenth of its side, its levels are scaled by 0.85
/// to 1.15, and each value has noise of a deviation of 8 levels of 255.
/// </summary>
internal sealed class Rendition
{
    private const double LongestDelay = 0.1;
    private const double LargestChange = 0.05;
    private const double LargestFall = 6;
    private const double NoiseDecibels = -20;
    private const double LargestScale = 0.15;
    private const double PictureNoise = 8;

    private readonly RandomStream _random;
    private readonly double _delay, _pace, _level, _right, _down, _scale;

    /// <param name="random">Draws of this pair alone, so that it is always rendered alike.</param>
    public Rendition(RandomStream random)
    {
        _random = random;
        _delay = random.NextDouble(0, LongestDelay);
        _pace = random.NextDouble(1 - LargestChange, 1 + LargestChange);
        _level = Math.Pow(10, random.NextDouble(-LargestFall, 0) / 20);
        _right = random.NextDouble(-1, 1);
        _down = random.NextDouble(-1, 1);
        _scale = random.NextDouble(1 - LargestScale, 1 + LargestScale);
    }

    /// <summary>The test sample that is a rendition of a training pair. It has the pair's group.</summary>
    public static SampleInfo ToTest(SampleInfo pair) => pair with { Id = $"{pair.Id}#rendition", Split = Split.Test };

    /// <summary>A training pair and samples that are renditions of it, all of one group.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="count">How many renditions.</param>
    /// <param name="pairs">Pairs of the set: the index of rendition n is n times as much beyond the pair's.</param>
    public static IEnumerable<SampleInfo> WithPair(SampleInfo pair, int count, int pairs)
    {
        var first = pair.Group.Length > 0 ? pair : pair with { Group = pair.Id };
        return Enumerable.Range(0, count + 1).Select(number =>
            number == 0 ? first : first with { Id = $"{pair.Id}#{number}", Index = pair.Index + (number * pairs) });
    }

    /// <summary>The sound; as many samples.</summary>
    /// <param name="sound">Its samples.</param>
    /// <param name="rate">Samples a second.</param>
    public short[] Sound(short[] sound, int rate)
    {
        var heard = new double[sound.Length];
        for (var i = 0; i < heard.Length; i++)
        {
            var place = (i - (_delay * rate)) * _pace;
            var before = (int)Math.Floor(place);
            if (place < 0 || before + 1 >= sound.Length) continue;
            heard[i] = _level * (sound[before] + ((place - before) * (sound[before + 1] - sound[before])));
        }

        var noise = Math.Sqrt(heard.Average(value => value * value) * Math.Pow(10, NoiseDecibels / 10));
        return Array.ConvertAll(heard, value => (short)Math.Clamp(Math.Round(value + (noise * _random.NextGaussian())), -short.MaxValue, short.MaxValue));
    }

    /// <summary>The picture; as large.</summary>
    /// <param name="picture">Red, green and blue planes of 8 bits a value.</param>
    /// <param name="size">Pixels on a side.</param>
    /// <param name="background">What comes in at the sides.</param>
    public byte[] Picture(byte[] picture, int size, byte background)
    {
        var farthest = Math.Max(1, size / 16);
        var (right, down) = ((int)Math.Round(_right * farthest), (int)Math.Round(_down * farthest));
        var seen = new byte[picture.Length];
        for (var i = 0; i < seen.Length; i++)
        {
            var (row, column) = ((i / size % size) - down, (i % size) - right);
            var inside = row >= 0 && row < size && column >= 0 && column < size;
            var value = inside ? picture[i - (down * size) - right] : background;
            seen[i] = (byte)Math.Clamp(Math.Round((value * _scale) + (PictureNoise * _random.NextGaussian())), 0, 255);
        }

        return seen;
    }
}
