using System.Reflection;

namespace PluginHost.Layout;

/// <summary>The host's own version.</summary>
internal static class HostVersion
{
    /// <summary>The semantic version, without build metadata.</summary>
    public static string Text { get; } = Read().Split('+')[0];

    private static string Read() =>
        typeof(HostVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
