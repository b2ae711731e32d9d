namespace PluginHost.Media;

/// <summary>A reader's own complaint about a file's content; <see cref="MediaFault.Guard"/> turns it into a finding.</summary>
/// <param name="what">The fault, as the end of "the file is ..., but".</param>
/// <param name="fix">The way out.</param>
/// <param name="code">The finding's code.</param>
internal sealed class BadMediaException(string what, string fix = BadMediaException.Renew, string code = MediaFault.Damaged)
    : Exception(what)
{
    public const string Convert = "Convert it: ffmpeg -i FILE -c:a pcm_s16le sound.wav.";
    public const string Renew = "Fetch the file again from its source, or take it out.";

    public string Fix { get; } = fix;

    public string Code { get; } = code;
}
