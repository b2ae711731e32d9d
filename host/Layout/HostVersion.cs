using System.Reflection;

namespace PluginHost;

/// <summary>The host's own version.</summary>
internal static class HostVersion
{
    public static string Text { get; } =
        (typeof(HostVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
