using System.CommandLine;
using System.Globalization;
using PluginHost.Layout;
using PluginHost.Runtimes;
using PluginHost.Stores;

namespace PluginHost.Cli;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Argument<string> Job() => new("job")
    {
        Description = "The job file, or a folder that holds plugins.json",
        DefaultValueFactory = _ => Jobs.JobReader.DefaultFile,
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Change a value of the job: path=value, such as strategy=fine-tuning or strategy.options.lambda=0.3; repeatable",
        HelpName = "path=value",
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Device() => new("--device")
    {
        Description = "Where to compute: cpu, cuda, cuda:N or auto; wins over the job's device",
        HelpName = "device",
    };

    public static Option<int?> Threads() => new("--threads")
    {
        Description = $"Compute threads; wins over the job's threads, then {ComputeThreads.Variable}, then the cores that the process may use",
        HelpName = "n",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= ComputeThreads.Most)
                return count;
            result.AddError($"'--threads' takes a number from 1 to {ComputeThreads.Most}, and not '{text}'");
            return null;
        },
    };

    public static Option<string[]> Plugins() => new("--plugins")
    {
        Description = "A directory of plugins, or a plugin's own folder, to search before the built-in ones; repeatable",
        HelpName = "dir",
        DefaultValueFactory = _ => [],
    };

    public static Option<bool> Locked() => new("--locked")
    {
        Description = "Refuse anything that differs from the job's lock, which 'plugins lock' writes and every run folder holds",
    };

    public static Option<string?> LockFile() => new("--lock-file")
    {
        Description = "Hold to this lock, such as that of an earlier run",
        HelpName = "file",
    };

    public static Option<string?> Project() => new("--project")
    {
        Description = "The store of a project instead of the user's: installed-plugins/ in that folder; without a folder, in this one",
        HelpName = "dir",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The project's folder: the one named, or the present one; absolute.</summary>
    public static string ProjectOf(ParseResult parsed, Option<string?> project) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(project) ?? "."));

    /// <summary>The project's store if the option was given, else the user's.</summary>
    public static PluginStore StoreOf(ParseResult parsed, Option<string?> project, HostLayout layout) =>
        parsed.GetResult(project) is null && layout.UserStore is { } user
            ? new PluginStore(user)
            : PluginStore.OfProject(ProjectOf(parsed, project));

    public static Option<string[]> Allow() => new("--allow")
    {
        Description = "A plugins.allow.json that plugins must be listed in, besides those of machine, user and project; repeatable",
        HelpName = "file",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON to standard output" };

    public static Option<bool> Verbose() => new("--verbose") { Description = "Show stack traces and notes" };
}
