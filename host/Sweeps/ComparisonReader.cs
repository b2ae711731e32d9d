using System.Text.Json.Nodes;
using PluginHost.Comparisons.Protocols;
using PluginHost.Comparisons.Running;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>Reads a comparison file and checks everything that can be checked without its jobs.</summary>
internal sealed class ComparisonReader
{
    private static readonly string[] Keys =
        ["$schema", "name", "title", "description", "job", "set", "axes", "except", "launcher", "table", "published", "tuning", "evaluation"];

    private readonly LocatedJson _json;
    private readonly ComparisonFields _fields;

    private ComparisonReader(LocatedJson json) => (_json, _fields) = (json, new ComparisonFields(json));

    /// <summary>Reads a comparison; without a value the file is unusable.</summary>
    /// <param name="request">The file, and what the command line changes in it.</param>
    public static Result<Comparison?> Read(ComparisonRequest request)
    {
        var findings = new FindingList();
        var file = Path.GetFullPath(request.File);
        if (!File.Exists(file))
        {
            findings.Error(FindingCodes.ComparisonUnreadable, LocatedJson.DisplayName(file), "there is no such comparison file");
            return new(null, findings);
        }

        var json = findings.Take(LocatedJson.Read(file, FindingCodes.ComparisonUnreadable, FindingCodes.ComparisonSyntax));
        if (json is null) return new(null, findings);
        findings.AddRange(LauncherChoice.Apply(json, request));
        var reader = new ComparisonReader(json);
        var comparison = reader.Read(file);
        findings.AddRange(reader._fields.Findings);
        return new(comparison, findings);
    }

    private Comparison Read(string file)
    {
        var root = _json.Root;
        _fields.RefuseUnknownKeys(root, "", Keys);
        var folder = Path.GetDirectoryName(file)!;
        var name = Name(root) ?? Path.GetFileNameWithoutExtension(file);
        var axes = new AxisReader(_fields).Read(root);
        var patterns = new PatternReader(_fields, axes);
        var exceptions = patterns.ReadExceptions(root);
        var layout = new LayoutReader(_fields, patterns);
        var table = _fields.Object(root, "table", required: true);
        if (table is not null) _fields.RefuseUnknownKeys(table, "table", ["rows", "columns", "figures", "areas", "tests"]);
        var figures = table is null ? [] : layout.Figures(table);
        var (rows, columns) = table is null ? ([], []) : layout.Axes(table);
        var (source, published) = layout.Published(root, figures);
        var protocol = new ProtocolReader(_fields, axes);
        var budget = protocol.Budget(root);
        return new Comparison
        {
            Json = _json,
            Name = name,
            Title = _fields.Text(root, "", "title", required: false) ?? name,
            Description = _fields.Text(root, "", "description", required: false),
            Job = JobPath.Resolve(folder, BaseJob(root, folder)),
            Launcher = LauncherChoice.Read(root, _fields),
            Changes = _fields.Changes(root, "", "set"),
            Axes = axes,
            Exceptions = exceptions,
            Rows = rows,
            Columns = columns,
            Figures = figures,
            Source = source,
            Published = published,
            Budget = budget,
            Phases = new TwoPhaseReader(_fields, axes, figures, exceptions).Read(root),
            Areas = table is null ? [] : protocol.Areas(table, figures, budget),
            Tests = table is null ? [] : protocol.Tests(table, figures),
        };
    }

    private string? Name(JsonObject root)
    {
        var name = _fields.Text(root, "", "name", required: false);
        if (name is null || FolderName.Of(name) == name) return name;
        _fields.Bad(
            "name",
            $"'{name}' cannot be the name of a folder",
            $"letters, digits, '.', '-' and '_', such as '{FolderName.Of(name)}'");
        return null;
    }

    private string BaseJob(JsonObject root, string folder)
    {
        if (_fields.Text(root, "", "job", required: true) is not { } job) return JobReader.DefaultFile;
        if (JobPath.Fault(job) is { } fault)
        {
            _fields.Bad("job", fault, "a job file", "Give an absolute path.");
            return JobReader.DefaultFile;
        }

        var file = JobPath.Resolve(folder, job);
        if (File.Exists(file) || File.Exists(Path.Combine(file, JobReader.DefaultFile))) return job;
        var near = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Select(Path.GetFileName).OfType<string>() : [];
        _fields.Bad("job", $"there is no job file '{job}'", $"a job file, relative to {folder}", NearestName.Suggest(job, near));
        return job;
    }
}
