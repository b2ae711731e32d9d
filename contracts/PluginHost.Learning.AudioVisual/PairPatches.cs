using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Learning.AudioVisual;

/// <summary>
/// Names of the tensors that say which patches of a pair are used, in batches and in model outputs. B items, R rows, p the side of a patch.
/// A batch without them is taken whole. A strategy that chooses patches replaces the tensors before the forward pass; the model and the
/// task's losses obey.
/// </summary>
public static class PatchKeys
{
    /// <summary>Patches of the sound that the encoder sees, int64 (B, n), distinct in each item.</summary>
    public const string VisibleAudio = "patches.audio.visible";

    /// <summary>Patches of the sound that are to be recovered, int64 (B, m), distinct and none of them visible.</summary>
    public const string TargetAudio = "patches.audio.target";

    /// <summary>Patches of the pictures that the encoder sees, int64 (B, n).</summary>
    public const string VisibleVideo = "patches.video.visible";

    /// <summary>Patches of the pictures that are to be recovered, int64 (B, m).</summary>
    public const string TargetVideo = "patches.video.target";

    /// <summary>
    /// Values of the visible patches of the sound and then of those to recover, float32 (B, n + m, p * p): where they are present they are
    /// used in place of the spectrogram. Among a task's input shapes: all patches of an item, (patches, p * p).
    /// </summary>
    public const string AudioValues = "patches.audio.values";

    /// <summary>Values of patches of the pictures like <see cref="AudioValues"/>, float32 (B, n + m, p * p * 3).</summary>
    public const string VideoValues = "patches.video.values";

    /// <summary>
    /// In a model's output: the patches of <see cref="TargetAudio"/> as the model would have them, float32 (R, m, p * p).
    /// </summary>
    public const string AudioReconstruction = "reconstruction.audio";

    /// <summary>
    /// In a model's output: the patches of <see cref="TargetVideo"/> as the model would have them, float32 (R, m, p * p * 3).
    /// </summary>
    public const string VideoReconstruction = "reconstruction.video";
}

/// <summary>How sound and pictures of a pair are cut into square patches.</summary>
/// <param name="Side">Frames and mels of a patch of the spectrogram, height and width in pixels of a patch of a picture.</param>
/// <param name="Times">Patches of the sound along time.</param>
/// <param name="Frequencies">Patches of the sound along frequency; patch k is at time k / Frequencies.</param>
/// <param name="Frames">Pictures.</param>
/// <param name="Rows">Patches of a picture from top to bottom.</param>
/// <param name="Columns">Patches of a picture from left to right; patches are counted picture by picture, row by row.</param>
public sealed record PatchLayout(int Side, int Times, int Frequencies, int Frames, int Rows, int Columns)
{
    /// <summary>Patches of the sound.</summary>
    public int AudioPatches => Times * Frequencies;

    /// <summary>Patches of the pictures.</summary>
    public int VideoPatches => Frames * Rows * Columns;

    /// <summary>Cuts spectrograms into patches.</summary>
    /// <param name="spectrogram">Shape (B, 1, frames, mels), both divisible by the side.</param>
    /// <returns>(B, patches, side * side) in the order of time and then of frequency, in the current dispose scope.</returns>
    public Tensor CutSound(Tensor spectrogram)
    {
        var items = spectrogram.shape[0];
        return spectrogram.reshape(items, Times, Side, Frequencies, Side).permute(0, 1, 3, 2, 4).reshape(items, AudioPatches, Side * Side);
    }

    /// <summary>Cuts pictures into patches.</summary>
    /// <param name="pictures">Shape (B, F, 3, height, width), height and width divisible by the side.</param>
    /// <returns>(B, patches, side * side * 3), the colours of a pixel side by side, in the current dispose scope.</returns>
    public Tensor CutPictures(Tensor pictures)
    {
        var items = pictures.shape[0];
        return pictures.reshape(items, Frames, 3, Rows, Side, Columns, Side).permute(0, 1, 3, 5, 4, 6, 2)
            .reshape(items, VideoPatches, 3 * Side * Side);
    }

    /// <summary>Picks patches or tokens of each item.</summary>
    /// <param name="values">Shape (B, patches, size).</param>
    /// <param name="index">Which, int64 (B, n).</param>
    /// <returns>(B, n, size), differentiable, in the current dispose scope.</returns>
    public static Tensor Pick(Tensor values, Tensor index) => values.gather(1, index.unsqueeze(2).expand(-1, -1, values.shape[2]));
}

/// <summary>Tokens of sound and pictures of the same rows.</summary>
/// <param name="Audio">Shape (R, patches of the sound, D).</param>
/// <param name="Video">Shape (R, patches of the pictures, D).</param>
public sealed record PairTokens(Tensor Audio, Tensor Video);

/// <summary>
/// Capability: a model of pairs that has a token for each patch and obeys <see cref="PatchKeys"/>. Its two ways can be walked apart, so
/// that a strategy can match sound with other pictures. Tensors are in the current dispose scope.
/// </summary>
public interface IPatchTokens
{
    /// <summary>How a pair is cut.</summary>
    PatchLayout Layout { get; }

    /// <summary>The width D of a token.</summary>
    int TokenSize { get; }

    /// <summary>Computes the tokens of each modality by itself, of all patches, whatever the batch says is visible.</summary>
    /// <param name="batch">A batch with <see cref="AudioVisualKeys.Spectrogram"/> and <see cref="AudioVisualKeys.Pictures"/>.</param>
    /// <returns>The tokens before the modalities meet.</returns>
    PairTokens Separate(Batch batch);

    /// <summary>Lets the tokens of all patches of both modalities see each other, row by row.</summary>
    /// <param name="tokens">Tokens as <see cref="Separate"/> gives them; the pictures may be those of other rows.</param>
    /// <returns>The tokens after the shared blocks, before the last norm.</returns>
    PairTokens Join(PairTokens tokens);
}
