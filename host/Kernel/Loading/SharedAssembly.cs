namespace PluginHost.Loading;

/// <summary>An assembly of the shared set.</summary>
internal sealed record SharedAssembly(string Name, Version Version, string Path);
