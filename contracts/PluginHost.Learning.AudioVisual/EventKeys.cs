namespace PluginHost.Learning.AudioVisual;

/// <summary>
/// Names of what the tasks of audio-visual events know beside <see cref="AudioVisualKeys"/>: events localised in segments (AVE), parsed by
/// modality (LLP), segmented in pictures (AVS), asked for (AVQA). R rows, that is clips; S segments; C classes.
/// </summary>
/// <remarks>
/// The inputs of a task (<see cref="ITask.Inputs"/>) name the target that its batches have, and so what the model is to answer:
/// <see cref="AudioVisualKeys.Events"/>, <see cref="ClipEvents"/>, <see cref="AudioVisualKeys.Masks"/> or <see cref="Words"/>.
/// </remarks>
public static class EventKeys
{
    /// <summary>The number of different words that <see cref="Words"/> tells apart, 0 included.</summary>
    public const int Vocabulary = 4096;

    /// <summary>In a batch: classes that occur anywhere in the clip, 0 or 1, float32 (B, C), where segments are not labelled for training.</summary>
    public const string ClipEvents = "events.clip";

    /// <summary>
    /// In a batch: words of the question in order, int64 (B, length), behind zeros if there are fewer: a word is 1 to
    /// <see cref="Vocabulary"/> - 1.
    /// </summary>
    public const string Words = "question.words";

    /// <summary>In a batch: whether a frame's mask is known in training, 0 or 1, float32 (B, F).</summary>
    public const string KnownMasks = "masks.known";

    /// <summary>In an output: score of a segment for being part of an event, before the sigmoid, float32 (R, S).</summary>
    public const string Relevance = "relevance";

    /// <summary>In an output: class scores of each segment, float32 (R, S, C).</summary>
    public const string SegmentScores = "scores.segments";

    /// <summary>In an output: class scores of what is heard in each segment, before the sigmoid, float32 (R, S, C).</summary>
    public const string AudioScores = "scores.audio";

    /// <summary>In an output: class scores of what is seen in each segment, before the sigmoid, float32 (R, S, C).</summary>
    public const string VisualScores = "scores.visual";

    /// <summary>In an output: class probabilities of the clip, pooled over segments and modalities by attention, float32 (R, C).</summary>
    public const string ClipProbabilities = "probabilities.clip";

    /// <summary>In an output: class probabilities of what is heard in the clip, float32 (R, C).</summary>
    public const string AudioProbabilities = "probabilities.audio";

    /// <summary>In an output: class probabilities of what is seen in the clip, float32 (R, C).</summary>
    public const string VisualProbabilities = "probabilities.visual";

    /// <summary>In an output: score of each pixel for sounding, before the sigmoid, float32 (R, F, 1, height, width).</summary>
    public const string MaskScores = "scores.masks";

    /// <summary>
    /// In an output or a prediction: weights that routers give to cross-modal experts at the places of the sound, float32 (R, places, experts).
    /// </summary>
    public const string AudioRouterCross = "router.audio.cross";

    /// <summary>In an output or a prediction: weights of unimodal experts at the places of the sound, as <see cref="AudioRouterCross"/>.</summary>
    public const string AudioRouterOwn = "router.audio.own";

    /// <summary>In an output or a prediction: weights of cross-modal experts at the places of the pictures.</summary>
    public const string VisualRouterCross = "router.visual.cross";

    /// <summary>In an output or a prediction: weights of unimodal experts at the places of the pictures.</summary>
    public const string VisualRouterOwn = "router.visual.own";

    /// <summary>In a prediction: the class of each segment, int64 (rows, S); -1 for background.</summary>
    public const string Predicted = "segments.predicted";

    /// <summary>In a prediction: the labelled class of each segment, shaped like <see cref="Predicted"/>.</summary>
    public const string Labelled = "segments.labelled";

    /// <summary>In a prediction: classes predicted as heard in each segment, 0 or 1, float32 (rows, S, C).</summary>
    public const string AudioParsed = "parsed.audio";

    /// <summary>In a prediction: classes predicted as seen in each segment, shaped like <see cref="AudioParsed"/>.</summary>
    public const string VisualParsed = "parsed.visual";

    /// <summary>In a prediction: probability of each pixel to sound, float32 (rows, F, 1, height, width).</summary>
    public const string MaskProbabilities = "masks.predicted";

    /// <summary>In a prediction: which modality was taken from a row, int64 (rows): 0 none, 1 the sound, 2 the pictures.</summary>
    public const string Missing = "missing";
}
