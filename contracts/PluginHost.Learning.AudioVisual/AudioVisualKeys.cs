namespace PluginHost.Learning.AudioVisual;

/// <summary>
/// Names of what only the audio-visual families know: tensors and texts of samples, of batches and of model outputs. B items, R rows, S segments
/// of equal length in a clip, F frames. Sound and pictures of a sample are <see cref="SampleKeys.Audio"/> and <see cref="SampleKeys.Frames"/>; a
/// still picture is one frame.
/// </summary>
public static class AudioVisualKeys
{
    /// <summary>
    /// Classes that are heard and seen in each segment, 0 or 1, float32: in a sample (S, classes) in the order of
    /// <see cref="DatasetInfo.Classes"/>, in a batch (B, S, classes) in the order of the stream.
    /// </summary>
    public const string Events = "events";

    /// <summary>Classes that are heard in each segment, shaped like <see cref="Events"/>, where a data set tells them apart (LLP).</summary>
    public const string AudioEvents = "events.audio";

    /// <summary>Classes that are seen in each segment, shaped like <see cref="Events"/>, where a data set tells them apart (LLP).</summary>
    public const string VisualEvents = "events.visual";

    /// <summary>
    /// Where the source of the sound is in each frame, 0 or 1, float32: in a sample (F, 1, height, width), in a batch with B in front. Where a set
    /// marks the first frames alone, there are as many masks as it marks.
    /// </summary>
    public const string Masks = "masks";

    /// <summary>A question about the clip: a key of <see cref="Sample.Texts"/>.</summary>
    public const string Question = "question";

    /// <summary>The answer to <see cref="Question"/>, one word or phrase of a closed set: a key of <see cref="Sample.Texts"/>.</summary>
    public const string Answer = "answer";

    /// <summary>In a batch: log-mel spectrogram of each segment, float32 (B, S, frames, mels); one segment where a clip is taken whole.</summary>
    public const string Spectrogram = "spectrogram";

    /// <summary>In a batch: the pictures, float32 (B, F, 3, height, width), with F a multiple of the segments where a clip has several.</summary>
    public const string Pictures = "pictures";

    /// <summary>In a model's output: embedding of the pictures, float32 (R, D), beside <see cref="OutputKeys.AudioEmbedding"/>.</summary>
    public const string VideoEmbedding = "embedding.video";

    /// <summary>In a model's output: tokens of the sound before the modalities meet, float32 (R, audio patches, D).</summary>
    public const string AudioTokens = "tokens.audio";

    /// <summary>In a model's output: tokens of the pictures before the modalities meet, float32 (R, video patches, D).</summary>
    public const string VideoTokens = "tokens.video";

    /// <summary>In a prediction: embeddings of the sound, float32 (rows, D), for retrieval in both directions.</summary>
    public const string AudioEmbeddings = "embeddings.audio";

    /// <summary>In a prediction: embeddings of the pictures, float32 (rows, D).</summary>
    public const string VideoEmbeddings = "embeddings.video";
}
