using static TorchSharp.torch;

namespace TorchSharp.Extras.Pickles;

/// <summary>Memory that tensors view.</summary>
/// <param name="Key">Its name in the archive.</param>
/// <param name="Elements">One-dimensional, over the whole memory.</param>
internal sealed record PickledStorage(string Key, Tensor Elements);
