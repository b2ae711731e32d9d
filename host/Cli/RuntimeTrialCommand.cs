using System.CommandLine;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Loading;
using PluginHost.Runs;
using PluginHost.Runtimes;

namespace PluginHost.Cli;

/// <summary><c>runtime-trial ASSEMBLY SHARED THREADS</c>, hidden: the process that <see cref="RuntimeTrials"/> starts.</summary>
internal static class RuntimeTrialCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var assembly = new Argument<string>("assembly").OfPaths();
        var shared = new Argument<string>("shared").OfPaths();
        var threads = new Argument<int>("threads");
        var command = new Command(RuntimeTrials.Verb, "The trial of a shared runtime.") { assembly, shared, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            using var parent = ParentWatch.Start(() => Environment.Exit(ExitCodes.Stopped));
            var file = PathInput.Full(parsed.GetValue(assembly)!);
            var set = new SharedAssemblies(Path.GetDirectoryName(file)!);
            var name = Path.GetFileNameWithoutExtension(file);
            if (set.Find(name) is not { } declaring || RuntimeDeclaration.Read(declaring.Path) is not { } type)
            {
                environment.Error.WriteLine($"{file} declares no shared runtime");
                return ExitCodes.BadJob;
            }

            var runtime = SharedRuntime.Create(declaring, type, parsed.GetValue(shared)!, parsed.GetValue(threads), NoFurther);
            var (code, failures) = runtime.RunTrial();
            failures.AddRange(runtime.Faults);
            new FindingPrinter(environment.Error, verbose: false).PrintNew(failures);
            return code ?? ExitCodes.BadPlugin;
        });
        return command;
    }

    private static RuntimeTrial NoFurther() => new(-1, "a trial starts no further one\n");
}
