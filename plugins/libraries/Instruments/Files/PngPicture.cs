namespace PluginHost.Instruments.Files;

/// <summary>A decoded picture; alpha is dropped.</summary>
public sealed class PngPicture
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>1 = grey, 3 = red, green, blue.</summary>
    public required int Channels { get; init; }

    /// <summary>Row by row, channels together.</summary>
    public required byte[] Pixels { get; init; }
}
