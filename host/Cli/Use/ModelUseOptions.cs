using System.CommandLine;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>The options that every verb has which applies a run's model to files, and what becomes of them.</summary>
/// <param name="environment">Where to write.</param>
/// <param name="output">What goes to the folder of results.</param>
internal sealed class ModelUseOptions(CliEnvironment environment, string output)
{
    private readonly Option<string> _run = UseOptions.Run();
    private readonly Option<string> _out = UseOptions.Out(output);
    private readonly Option<string?> _device = CommonOptions.Device();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string[]> _plugins = CommonOptions.Plugins();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _verbose = CommonOptions.Verbose();

    /// <summary>Adds them to a verb, around its own options, and lets the verb do its work.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="own">Its own options.</param>
    /// <param name="ask">What is asked of the model, with the results' folder; without a value there are findings.</param>
    public void Complete(Command command, Option[] own, Func<ParseResult, string, Result<ApplicationRequest?>> ask)
    {
        Option[] all = [_run, .. own, _out, _device, _threads, _plugins, _json, _verbose];
        foreach (var option in all) command.Add(option);
        command.SetAction((parsed, cancellationToken) => StopSignals.RunAsync(
            async stop =>
            {
                var verbose = parsed.GetValue(_verbose);
                var (request, findings) = ask(parsed, PathInput.Full(parsed.GetValue(_out)!));
                if (request is null)
                {
                    new FindingPrinter(environment.Error, verbose).PrintNew(findings);
                    return ExitCodes.Of(findings);
                }

                var folder = PathInput.Full(parsed.GetValue(_run)!);
                var settings = new RunRequest
                {
                    Job = folder,
                    Device = parsed.GetValue(_device),
                    Threads = parsed.GetValue(_threads),
                    PluginDirectories = CommonOptions.PluginDirectories(parsed, _plugins),
                    Resume = true,
                };
                return await new ModelUse(environment, folder, settings).ApplyAsync(request, parsed.GetValue(_json), verbose, stop);
            },
            cancellationToken));
    }
}
