namespace PluginHost.Media.Content;

/// <summary>Kinds of files that this library reads; everything else is <see cref="Other"/>.</summary>
public enum ContentKind
{
    /// <summary>Nothing that this library reads; <see cref="FileContent.Description"/> says what it is.</summary>
    Other,

    /// <summary>RIFF or RF64 with a WAVE form.</summary>
    Wav,

    /// <summary>FORM with an AIFF or AIFC form.</summary>
    Aiff,

    /// <summary>MPEG audio, with or without a leading ID3 tag.</summary>
    Mp3,

    /// <summary>Ogg whose first stream is Vorbis.</summary>
    OggVorbis,

    /// <summary>Ogg whose first stream is Opus.</summary>
    OggOpus,

    /// <summary>PNG picture.</summary>
    Png,

    /// <summary>JPEG picture.</summary>
    Jpeg,

    /// <summary>Standard MIDI file.</summary>
    Midi,

    /// <summary>SoundFont 2.</summary>
    SoundFont,
}
