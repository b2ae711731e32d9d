using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Events;

/// <summary>What is asked about clips.</summary>
public enum EventTaskKind
{
    /// <summary>Which class of event happens in each segment, or none (audio-visual event localisation).</summary>
    [JsonStringEnumMemberName("ave")]
    Localisation,

    /// <summary>Which events are heard and which are seen in each segment, learned from labels of clips (video parsing).</summary>
    [JsonStringEnumMemberName("llp")]
    Parsing,

    /// <summary>Which pixels sound (audio-visual segmentation).</summary>
    [JsonStringEnumMemberName("avs")]
    Segmentation,

    /// <summary>What answers a question (audio-visual question answering).</summary>
    [JsonStringEnumMemberName("avqa")]
    Answers,
}

/// <summary>What says which class happens in a segment.</summary>
public enum SegmentLabels
{
    /// <summary>The sample's events of each segment.</summary>
    [JsonStringEnumMemberName("segments")]
    Segments,

    /// <summary>The clip's label, in every segment: for data sets that know no segments.</summary>
    [JsonStringEnumMemberName("clip")]
    Clip,
}

/// <summary>A modality that can be left out.</summary>
public enum Modality
{
    /// <summary>The sound.</summary>
    [JsonStringEnumMemberName("sound")]
    Sound,

    /// <summary>The pictures.</summary>
    [JsonStringEnumMemberName("pictures")]
    Pictures,
}

/// <summary>Options of the task of audio-visual events.</summary>
public sealed class EventOptions : ICheckedOptions
{
    /// <summary>What is asked: ave, llp, avs or avqa.</summary>
    public EventTaskKind Task { get; set; }

    /// <summary>Segments of a clip.</summary>
    [Range(1, 1000)]
    public int Segments { get; set; } = 10;

    /// <summary>Length of a segment in seconds.</summary>
    [Range(0.01, 60)]
    public double Seconds { get; set; } = 1;

    /// <summary>Seconds from the beginning of a segment to that of the next; as long as a segment if 0. 6 for ten segments of a minute.</summary>
    [Range(0, 60)]
    public double Every { get; set; }

    /// <summary>Where the classes of segments come from in ave, and in tests of llp: segments, or clip for data sets that know no segments.</summary>
    public SegmentLabels Labels { get; set; }

    /// <summary>Height and width of the pictures that the network sees.</summary>
    [Range(8, 1024)]
    public int PictureSize { get; set; } = 32;

    /// <summary>Mean of each colour, taken off a picture from 0 to 1; ImageNet's by default.</summary>
    [Length(3, 3)]
    public double[] Mean { get; set; } = [0.485, 0.456, 0.406];

    /// <summary>Standard deviation of each colour, which a picture is divided by; ImageNet's by default.</summary>
    [Length(3, 3)]
    public double[] Deviation { get; set; } = [0.229, 0.224, 0.225];

    /// <summary>Bands of a spectrogram.</summary>
    [Range(1, 512)]
    public int Bands { get; set; } = 32;

    /// <summary>Length of the transform in samples.</summary>
    [Range(16, 16384)]
    public int Transform { get; set; } = 1024;

    /// <summary>Samples from frame to frame.</summary>
    [Range(1, 16384)]
    public int Hop { get; set; } = 320;

    /// <summary>Mean of log power, taken off a spectrogram.</summary>
    [Range(-100, 100)]
    public double SoundMean { get; set; } = -8;

    /// <summary>Standard deviation of log power, which a spectrogram is divided by.</summary>
    [Range(1e-3, 1000)]
    public double SoundDeviation { get; set; } = 4;

    /// <summary>In ave, how many of the largest class scores of segments are averaged for the loss that has no segments.</summary>
    [Range(1, 1000)]
    public int Largest { get; set; } = 4;

    /// <summary>In llp, the part of a clip's label that is taken for sure of what is heard; the rest is one half (Tian et al., ECCV 2020).</summary>
    [Range(0.0, 1.0)]
    public double SoundTrust { get; set; } = 1;

    /// <summary>In llp, the part of a clip's label that is taken for sure of what is seen.</summary>
    [Range(0.0, 1.0)]
    public double PictureTrust { get; set; } = 0.9;

    /// <summary>In avs, how many of the first frames have their masks known in training: 1 for a single source (S4); 0 for all (MS3).</summary>
    [Range(0, 1000)]
    public int KnownMasks { get; set; }

    /// <summary>In avqa, words that a question may have; later ones are left out.</summary>
    [Range(1, 1000)]
    public int Words { get; set; } = 16;

    /// <summary>Modalities that tests leave out once more each, beside the test with both: some of sound and pictures.</summary>
    public Modality[] LeaveOut { get; set; } = [];

    internal double Step => Every > 0 ? Every : Seconds;

    /// <summary>The seconds from the beginning of the first segment to the end of the last.</summary>
    internal double Length => ((Segments - 1) * Step) + Seconds;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        for (var i = 0; i < Deviation.Length; i++)
        {
            if (Deviation[i] > 0 && double.IsFinite(Deviation[i])) continue;
            yield return new() { Code = "EV0001", Where = $"deviation[{i}]", What = $"the standard deviation is {Deviation[i]}", Expected = "a number above 0" };
        }
    }
}
