using PluginHost.Layout;

namespace PluginHost.Cli;

internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        NativeAllocator.Settle();
        return HostCli.RunAsync(arguments, HostLayout.Find, new CliStreams(Console.Out, Console.Error, OwnsProcess: true), CancellationToken.None);
    }
}
