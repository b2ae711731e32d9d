using PluginHost.Media.Pictures;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>A frame of a sample as a picture.</summary>
internal static class FramePicture
{
    /// <summary>Puts the channels of each pixel together.</summary>
    /// <param name="frame">uint8 (1 or 3, height, width).</param>
    /// <returns>The picture.</returns>
    public static Picture Of(Tensor frame)
    {
        var shape = frame.shape;
        using var pixels = frame.permute(1, 2, 0).contiguous();
        return new((int)shape[2], (int)shape[1], (int)shape[0], pixels.data<byte>().ToArray());
    }
}
