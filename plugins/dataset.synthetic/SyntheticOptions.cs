using System.ComponentModel.DataAnnotations;
using PluginHost.Instruments.Catalog;

namespace PluginHost.Plugins.DatasetSynthetic;

/// <summary>Options of <c>dataset.synthetic</c>. The defaults are those of the default job.</summary>
public sealed class SyntheticOptions : ICheckedOptions
{
    /// <summary>Class names in order: MUSIC-21 names, or relatives of them such as piano_2; empty = the first classCount ones.</summary>
    public IReadOnlyList<string> Classes { get; set; } =
        ["accordion", "clarinet", "drum", "flute", "piano", "tuba", "violin", "xylophone"];

    /// <summary>Number of classes when classes is empty; beyond 20 relatives are invented.</summary>
    [Range(1, 2000)]
    public int ClassCount { get; set; } = 20;

    /// <summary>Training clips a class.</summary>
    [Range(1, 100000)]
    public int TrainClips { get; set; } = 20;

    /// <summary>Validation clips a class.</summary>
    [Range(0, 100000)]
    public int ValidationClips { get; set; } = 8;

    /// <summary>Test clips a class.</summary>
    [Range(0, 100000)]
    public int TestClips { get; set; } = 6;

    /// <summary>Length of a clip in seconds.</summary>
    [Range(0.5, 120)]
    public double Seconds { get; set; } = 3.6;

    /// <summary>Sampling rate in hertz.</summary>
    [Range(4000, 48000)]
    public int SampleRate { get; set; } = 11025;

    /// <summary>Frames per second.</summary>
    [Range(0.5, 60)]
    public double FrameRate { get; set; } = 8;

    /// <summary>Pixels on a side of a frame.</summary>
    [Range(8, 512)]
    public int FrameSize { get; set; } = 32;

    /// <summary>Colour frames instead of grey ones.</summary>
    public bool Colour { get; set; }

    /// <summary>Root mean square of a clip's sound; full scale is 1.</summary>
    [Range(0.001, 0.3)]
    public double Level { get; set; } = 0.08;

    /// <summary>Clips are up to this many decibels louder or softer than level.</summary>
    [Range(0, 20)]
    public double LevelSpread { get; set; } = 2;

    /// <summary>Noise floor in decibels under full scale.</summary>
    [Range(-120, -10)]
    public double NoiseDecibels { get; set; } = -60;

    /// <summary>Gain of the two echoes at most.</summary>
    [Range(0, 0.9)]
    public double Echo { get; set; } = 0.25;

    /// <summary>Variety of pose; 1 = +-0.3 rad, +-17 % size, +-8 % of the picture in place.</summary>
    [Range(0, 5)]
    public double PoseJitter { get; set; } = 1;

    /// <summary>Mirror half of the clips.</summary>
    public bool Mirror { get; set; }

    /// <summary>Shapes in the background that belong to no instrument.</summary>
    [Range(0, 20)]
    public int Distractors { get; set; } = 1;

    /// <summary>Noise of the picture, full scale 1.</summary>
    [Range(0, 0.5)]
    public double PictureNoise { get; set; } = 0.01;

    /// <summary>Seed of the data alone; the job's seed does not change the clips.</summary>
    [Range(0, 9007199254740991)]
    public long Seed { get; set; } = 1;

    /// <summary>The classes in order.</summary>
    internal IReadOnlyList<string> Names => Classes.Count > 0 ? Classes : [.. InstrumentCatalog.FirstNames(ClassCount)];

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Classes.Count; i++)
        {
            if (!InstrumentCatalog.Knows(Classes[i]))
            {
                yield return new Finding
                {
                    Code = "SYN001",
                    Where = $"classes[{i}]",
                    What = $"'{Classes[i]}' is no instrument class",
                    Expected = string.Join(", ", InstrumentCatalog.Names) + ", or one of them with _2, _3, ... for a relative",
                    Fix = $"Did you mean '{InstrumentCatalog.Nearest(Classes[i])}'?",
                };
            }
            else if (!seen.Add(Classes[i]))
            {
                yield return new Finding
                {
                    Code = "SYN002", Where = $"classes[{i}]", What = $"'{Classes[i]}' is listed twice", Expected = "each class once",
                };
            }
        }
    }
}
