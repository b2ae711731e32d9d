using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Separation;

/// <summary>Where a clip is cut from the sound of a sample.</summary>
public enum CropKind
{
    /// <summary>Around the middle of a video frame (design section 1.3); for videos much longer than the clip.</summary>
    [JsonStringEnumMemberName("frame")]
    Frame,

    /// <summary>Anywhere that lies wholly inside the sound; the object frames are those nearest to the clip's middle.</summary>
    [JsonStringEnumMemberName("inside")]
    Inside,
}
