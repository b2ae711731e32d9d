namespace PluginHost.Docs.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What stands behind the opening fence.</param>
/// <param name="File">The file that the line above names, or <see langword="null"/>.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Line">Where it begins in the page, from 1.</param>
internal sealed record CodeBlock(string Language, string? File, string Text, int Line);
