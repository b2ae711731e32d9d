using System.CommandLine;
using System.Globalization;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Runtimes;
using PluginHost.Stores;

namespace PluginHost.Cli;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Argument<string> Job() => new Argument<string>("job")
    {
        Description = "The job file, or a folder that holds plugins.json",
        DefaultValueFactory = _ => Jobs.JobReader.DefaultFile,
    }.OfPaths();

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

    public static Option<string[]> Plugins() => new Option<string[]>("--plugins")
    {
        Description = "A directory of plugins, or a plugin's own folder, to search before the built-in ones; repeatable",
        HelpName = "dir",
        DefaultValueFactory = _ => [],
    }.OfPaths();

    public static Option<bool> Locked() => new("--locked")
    {
        Description = "Refuse anything that differs from the job's lock, which 'plugins lock' writes and every run folder holds",
    };

    public static Option<string?> LockFile() => new Option<string?>("--lock-file")
    {
        Description = "Hold to this lock, such as that of an earlier run",
        HelpName = "file",
    }.OfPaths();

    public static Option<string?> Project() => new Option<string?>("--project")
    {
        Description = "The store of a project instead of the user's: installed-plugins/ in that folder; without a folder, in this one",
        HelpName = "dir",
        Arity = ArgumentArity.ZeroOrOne,
    }.OfPaths();

    /// <summary>The plugin directories of the command line, absolute.</summary>
    public static IReadOnlyList<string> PluginDirectories(ParseResult parsed, Option<string[]> plugins) =>
        [.. (parsed.GetValue(plugins) ?? []).Select(PathInput.Full)];

    /// <summary>The project's folder: the one named, or the present one; absolute.</summary>
    public static string ProjectOf(ParseResult parsed, Option<string?> project) => PathInput.Full(parsed.GetValue(project) ?? ".");

    /// <summary>
    /// The project's store if the option was given, else the user's; without a value the user has none. The
    /// present folder's is never taken unasked.
    /// </summary>
    public static Result<PluginStore?> StoreOf(ParseResult parsed, Option<string?> project, HostLayout layout)
    {
        var findings = new FindingList();
        if (parsed.GetResult(project) is not null) return new(PluginStore.OfProject(ProjectOf(parsed, project)), findings);
        if (layout.UserStore is { } user) return new(new PluginStore(user), findings);
        findings.Error(
            FindingCodes.NoUserFolder,
            "store",
            "there is no store: the user's own folder is not known",
            fix: $"Set HOME or {HostLayout.StoreVariable} to an existing absolute folder, or name a project's store with --project DIR.");
        return new(null, findings);
    }

    public static Option<string[]> Allow() => new Option<string[]>("--allow")
    {
        Description = "A plugins.allow.json that plugins must be listed in, besides those of machine, user and project; repeatable",
        HelpName = "file",
        Recursive = true,
        DefaultValueFactory = _ => [],
    }.OfPaths();

    public static Option<bool> NoReport() => new("--no-report") { Description = "Leave report/index.html out" };

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON to standard output" };

    public static Option<bool> Verbose() => new("--verbose") { Description = "Show stack traces and notes" };
}
