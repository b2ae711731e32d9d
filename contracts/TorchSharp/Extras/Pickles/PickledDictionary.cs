namespace TorchSharp.Extras.Pickles;

/// <summary>An OrderedDict: the only value that may carry attributes (torch's <c>_metadata</c>), which are dropped.</summary>
internal sealed class PickledDictionary() : Dictionary<object, object?>(PickleKeys.Instance);
