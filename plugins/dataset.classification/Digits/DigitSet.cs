
namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>One picture of a digit.</summary>
/// <param name="Digit">0 to 9.</param>
/// <param name="Number">Its place among the pictures of that digit in its source, counted from 0.</param>
/// <param name="Pixels">Row by row from the top, 0 to the set's maximum.</param>
internal sealed record DigitPicture(int Digit, int Number, byte[] Pixels);

/// <summary>Square grey pictures of digits.</summary>
/// <param name="Side">Pixels on a side.</param>
/// <param name="Maximum">The value of full ink.</param>
/// <param name="Pictures">All pictures.</param>
internal sealed record DigitSet(int Side, int Maximum, IReadOnlyList<DigitPicture> Pictures)
{
    /// <summary>The items, named VARIANT-DIGIT-NUMBER.</summary>
    public IReadOnlyList<LabelledItem> Items(string variant) =>
    [
        .. Pictures.Select(picture => new LabelledItem(
            $"{variant}-{picture.Digit}-{picture.Number:0000}", picture.Digit, LabelledItem.Digest(picture.Pixels))),
    ];

    /// <summary>A picture's values as 0 to 1.</summary>
    public float[] Values(int picture) => [.. Pictures[picture].Pixels.Select(pixel => pixel / (float)Maximum)];
}
