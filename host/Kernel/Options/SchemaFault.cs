namespace PluginHost.Options;

/// <summary>A place where a value breaks its schema.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Path">The path inside the options; empty for the options themselves.</param>
/// <param name="What">What is wrong, with the value found.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Fix">The nearest valid name.</param>
internal sealed record SchemaFault(string Code, string Path, string What, string? Expected, string? Fix = null);
