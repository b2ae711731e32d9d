namespace PluginHost.Json;

/// <summary>The finding codes of a kind of file: a key that is missing, a value that will not do, a key nobody knows.</summary>
internal sealed record FieldCodes(string Missing, string Bad, string Unknown);
