using PluginHost.Contracts;

namespace PluginHost.Media;

/// <summary>Makes the one finding that a media file with a fault ends in.</summary>
internal static class MediaFault
{
    /// <summary>The file is missing or the system does not let it be read.</summary>
    public const string Unreadable = "MEDIA01";

    /// <summary>The content is another kind of file than wanted.</summary>
    public const string Foreign = "MEDIA02";

    /// <summary>The kind is right, the content is cut short, contradicts itself or does not decode.</summary>
    public const string Damaged = "MEDIA03";

    /// <summary>The content asks for more memory than its file can stand for.</summary>
    public const string TooLarge = "MEDIA04";

    /// <summary>A part of the machine is missing, not of the file.</summary>
    public const string NoDecoder = "MEDIA05";

    public static JobException Of(string code, string file, string what, string fix) =>
        new(new Finding { Code = code, What = $"'{file}' {what}.", Fix = fix });

    /// <summary>Runs a reader; whatever it fails with becomes one finding about the file.</summary>
    /// <param name="file">The name for messages.</param>
    /// <param name="kind">What the content is, with its article: "an MP3 sound".</param>
    /// <param name="read">The reader.</param>
    public static T Guard<T>(string file, string kind, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BadMediaException error)
        {
            throw Of(error.Code, file, $"is {kind}, but {error.Message}", error.Fix.Replace("FILE", $"'{file}'", StringComparison.Ordinal));
        }
        // The decoders are other people's: on damaged data they fail with whatever they run into.
        catch (Exception error) when (error is not (OutOfMemoryException or JobException or OperationCanceledException))
        {
            throw Of(Damaged, file, $"is {kind}, but its data is damaged: it does not decode", BadMediaException.Renew);
        }
    }
}
