using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Instruments.Catalog;

namespace PluginHost.Plugins.DatasetAudioVisual.Scenes;

/// <summary>Options of the data set <c>scenes</c>.</summary>
public sealed class ScenesOptions : ICheckedOptions
{
    /// <summary>Names of instruments in order, as in dataset.synthetic; two or more.</summary>
    public IReadOnlyList<string> Classes { get; set; } = ["accordion", "clarinet", "drum", "flute", "piano", "tuba", "violin", "xylophone"];

    /// <summary>Training scenes a class.</summary>
    [Range(1, 100000)]
    public int TrainScenes { get; set; } = 40;

    /// <summary>Validation scenes a class.</summary>
    [Range(0, 100000)]
    public int ValidationScenes { get; set; } = 5;

    /// <summary>Test scenes a class.</summary>
    [Range(0, 100000)]
    public int TestScenes { get; set; } = 10;

    /// <summary>Segments of a scene; the sound fills some of them without a gap.</summary>
    [Range(1, 120)]
    public int Segments { get; set; } = 4;

    /// <summary>Seconds of a segment.</summary>
    [Range(0.25, 60)]
    public double SegmentSeconds { get; set; } = 1;

    /// <summary>Frames of a segment.</summary>
    [Range(1, 60)]
    public int FramesPerSegment { get; set; } = 1;

    /// <summary>Whether the sound fills all segments, so that no frame is without a source.</summary>
    public bool Always { get; set; }

    /// <summary>
    /// Which figures have a moving hand: none, so that only the sound tells which one it is; sounding, as its notes have it; or both.
    /// </summary>
    [AllowedValues("none", "sounding", "both")]
    public string Motion { get; set; } = "none";

    /// <summary>Give a question about the scene and its answer, as in MUSIC-AVQA; the classes are the answers then.</summary>
    public bool Questions { get; set; }

    /// <summary>Sampling rate in hertz.</summary>
    [Range(4000, 48000)]
    public int Rate { get; set; } = 16000;

    /// <summary>Pixels on a side of a frame.</summary>
    [Range(16, 512)]
    public int Size { get; set; } = 64;

    /// <summary>Root mean square of the sound; full scale is 1.</summary>
    [Range(0.001, 0.3)]
    public double Level { get; set; } = 0.08;

    /// <summary>Noise floor in decibels under full scale, also where nothing sounds.</summary>
    [Range(-120, -10)]
    public double NoiseDecibels { get; set; } = -60;

    /// <summary>Noise of the picture, full scale 1.</summary>
    [Range(0, 0.5)]
    public double PictureNoise { get; set; } = 0.01;

    /// <summary>Seed of the data alone; the job's seed does not change the scenes.</summary>
    [Range(0, 9007199254740991)]
    public long Seed { get; set; } = 1;

    /// <summary>Frames of a scene.</summary>
    internal int Frames => Segments * FramesPerSegment;

    /// <summary>Seconds of a scene.</summary>
    internal double Seconds => Segments * SegmentSeconds;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        foreach (var finding in FittingOptions.Twice(Classes, "classes")) yield return finding;
        if (Classes.Count < 2)
        {
            yield return new Finding
            {
                Code = "AVD0002", Where = "classes", What = "a scene shows two figures of different classes",
                Expected = "two classes or more",
            };
        }

        for (var i = 0; i < Classes.Count; i++)
        {
            if (InstrumentCatalog.Knows(Classes[i])) continue;
            yield return new Finding
            {
                Code = "AVD0002",
                Where = $"classes[{i}]",
                What = $"'{Classes[i]}' is no instrument class",
                Expected = string.Join(", ", InstrumentCatalog.Names) + ", or one of them with _2, _3, ... for a relative",
                Fix = $"Did you mean '{InstrumentCatalog.Nearest(Classes[i])}'?",
            };
        }
    }
}
