namespace PluginHost.Cli;

/// <summary>What <c>plugins inspect</c> says of a plugin as a whole.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Reason">Why.</param>
/// <param name="ContentHash">The SHA-256 that stands for all its files.</param>
/// <param name="IsHashed">Whether its manifest holds the hash of every file.</param>
/// <param name="Natives">Its native libraries.</param>
internal sealed record InspectedFiles(string State, string Reason, string ContentHash, bool IsHashed, IReadOnlyList<string> Natives);
