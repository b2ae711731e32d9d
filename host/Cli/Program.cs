using PluginHost.Layout;

namespace PluginHost.Cli;

internal static class Program
{
    private static Task<int> Main(string[] arguments) =>
        HostCli.RunAsync(arguments, HostLayout.Find(), Console.Out, Console.Error, CancellationToken.None, ownsProcess: true);
}
