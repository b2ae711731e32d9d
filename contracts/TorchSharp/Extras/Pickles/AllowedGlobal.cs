namespace TorchSharp.Extras.Pickles;

/// <summary>A name that a pickle may mention. It stands for a value or a function of ours; never for one of Python's.</summary>
/// <param name="Name">The name in Python.</param>
/// <param name="Value">What it stands for when nothing is called.</param>
/// <param name="Call">What a call gives, or <see langword="null"/> when it cannot be called.</param>
internal sealed record AllowedGlobal(string Name, object? Value = null, Func<object?[], object?>? Call = null);
