using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Instruments.Catalog;
using PluginHost.Plugins.DatasetSoundfont.Banks;

namespace PluginHost.Plugins.DatasetSoundfont;

/// <summary>Options of <c>dataset.soundfont</c>.</summary>
public sealed class SoundfontOptions : ICheckedOptions
{
    [Description("Class names in order; empty = MUSIC-21's twenty")]
    public IReadOnlyList<string> Classes { get; set; } = [];

    [Description("Training clips a class")]
    [Range(1, 10000)]
    public int TrainClips { get; set; } = 20;

    [Description("Validation clips a class")]
    [Range(0, 10000)]
    public int ValidationClips { get; set; } = 4;

    [Description("Test clips a class")]
    [Range(0, 10000)]
    public int TestClips { get; set; } = 6;

    [Description("Length of a clip in seconds")]
    [Range(0.5, 60)]
    public double Seconds { get; set; } = 3.6;

    [Description("Sampling rate in hertz")]
    [Range(4000, 48000)]
    public int SampleRate { get; set; } = 11025;

    [Description("Frames per second")]
    [Range(0.5, 30)]
    public double FrameRate { get; set; } = 8;

    [Description("Pixels on a side of a frame")]
    [Range(8, 256)]
    public int FrameSize { get; set; } = 64;

    [Description("Colour frames instead of grey ones")]
    public bool Colour { get; set; } = true;

    [MinLength(1)]
    [Description("Soundfonts to render from: FluidR3, GeneralUser, TimGM6mb, or a name given under bankFiles")]
    public IReadOnlyList<string> Banks { get; set; } = ["FluidR3", "GeneralUser"];

    [Description("Files of further soundfonts by name, relative to the job file")]
    public IReadOnlyDictionary<string, string> BankFiles { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    [Description("Own preset for a class, such as a real erhu, instead of the built-in choice")]
    public IReadOnlyDictionary<string, PresetChoice> Presets { get; set; } = new Dictionary<string, PresetChoice>(StringComparer.Ordinal);

    [Description("melody: every split has all banks and melodies of its own; bank: the test split is played by testBanks alone")]
    [AllowedValues("melody", "bank")]
    public string Split { get; set; } = "melody";

    [Description("With split = bank: the banks, all listed under banks, that only the test split uses")]
    public IReadOnlyList<string> TestBanks { get; set; } = ["GeneralUser"];

    [Description("Folder of built sets, relative to the job file")]
    [DoesNotAffectNumbers]
    public string CacheDirectory { get; set; } = ".cache/soundfont";

    [Description("Classes built at the same time")]
    [Range(1, 64)]
    [DoesNotAffectNumbers]
    public int Workers { get; set; } = 2;

    [Description("Root mean square of a clip's sound; full scale is 1")]
    [Range(0.001, 0.3)]
    public double Level { get; set; } = 0.08;

    [Description("Clips are up to this many decibels louder or softer than level")]
    [Range(0, 20)]
    public double LevelSpread { get; set; } = 2;

    [Description("Noise floor in decibels under full scale")]
    [Range(-120, -10)]
    public double NoiseDecibels { get; set; } = -60;

    [Description("Gain of the two echoes at most")]
    [Range(0, 0.9)]
    public double Echo { get; set; } = 0.25;

    [Description("Variety of pose; 1 = +-0.3 rad, +-17 % size, +-8 % of the picture in place")]
    [Range(0, 5)]
    public double PoseJitter { get; set; } = 1;

    [Description("Shapes in the background that belong to no instrument")]
    [Range(0, 20)]
    public int Distractors { get; set; } = 1;

    [Description("Seed of the data alone; the job's seed does not change the clips")]
    [Range(0, 9007199254740991)]
    public long Seed { get; set; } = 1;

    /// <summary>The classes in order.</summary>
    internal IReadOnlyList<string> Names => Classes.Count > 0 ? Classes : InstrumentCatalog.Names;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => SoundfontRules.Check(this);
}

/// <summary>A preset in a soundfont of the user's own, to be used for one class instead of the built-in choice.</summary>
public sealed class PresetChoice
{
    [Description("Soundfont file (.sf2), relative to the job file")]
    [Required]
    [MinLength(1)]
    public string File { get; set; } = "";

    [Description("Bank number in the file")]
    [Range(0, 128)]
    public int Bank { get; set; }

    [Description("Program number, counted from 0")]
    [Range(0, 127)]
    public int Program { get; set; }
}
