using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runtimes;

namespace PluginHost.Jobs;

/// <summary>Reads the text of a job and checks everything that can be checked without plugins.</summary>
internal sealed partial class JobReader
{
    public const string DefaultFile = "plugins.json";

    /// <summary>The keys of a job that are not component kinds.</summary>
    public static readonly IReadOnlyList<string> ReservedKeys =
        ["$schema", "name", "description", "seed", "device", "threads", "plugins", "output", "baseDirectory"];

    private readonly LocatedJson _json;
    private readonly FindingList _findings = new();

    private JobReader(LocatedJson json) => _json = json;

    /// <summary>Reads a job from its text. Defaults stand in for what is faulty in it.</summary>
    /// <param name="json">The text, with what the command line changed in it.</param>
    /// <param name="file">The job file, absolute.</param>
    /// <param name="findings">Takes the faults.</param>
    public static Result<Job> Read(LocatedJson json, string file)
    {
        var reader = new JobReader(json);
        return new(reader.Read(file), reader._findings);
    }

    private Job Read(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var directory = Folder("baseDirectory", folder, ".");
        var device = Text("device") ?? "cpu";
        if (!DevicePattern().IsMatch(device))
        {
            var suggestion = NearestName.Suggest(device, ["cpu", "cuda", "auto"]);
            Bad(FindingCodes.BadValue, "device", $"unknown device '{device}'", "cpu, cuda, cuda:N or auto", suggestion);
        }

        var name = Text("name") ?? DefaultName(file);
        if (name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0
            || name.Contains('\\', StringComparison.Ordinal)
            || name is "." or ".."
            || name.Trim().Length == 0)
            Bad(FindingCodes.BadValue, "name", $"'{name}' cannot be the name of a folder", "a name without slashes");
        return new Job
        {
            File = file,
            Json = _json,
            Directory = directory,
            Name = name,
            Seed = Integer("seed", long.MinValue, long.MaxValue) ?? 0,
            Device = device,
            Threads = (int)(Integer("threads", 0, ComputeThreads.Most) ?? 0),
            PluginDirectories = ReadPluginDirectories(directory),
            Output = Folder("output", directory, "runs"),
            Components = [.. _json.Root.Where(pair => !ReservedKeys.Contains(pair.Key)).SelectMany(pair => ReadKind(pair.Key, pair.Value))],
        };
    }

    private string Folder(string key, string directory, string otherwise)
    {
        var text = Text(key) ?? otherwise;
        if (text.Length == 0) Bad(FindingCodes.BadValue, key, "the text is empty", "a directory");
        else if (JobPath.Fault(text) is { } fault) Bad(CodeOf(text), key, fault, "a directory", "Give an absolute path.");
        else return JobPath.Resolve(directory, text);
        return JobPath.Resolve(directory, otherwise);
    }

    private static string CodeOf(string path) => path.StartsWith('~') ? FindingCodes.NoUserFolder : FindingCodes.BadValue;

    private static string DefaultName(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        var folder = Path.GetFileName(Path.GetDirectoryName(file));
        return stem is "plugins" or "job" && !string.IsNullOrEmpty(folder) ? folder : stem;
    }

    private List<string> ReadPluginDirectories(string directory)
    {
        var directories = new List<string>();
        if (!_json.Root.TryGetPropertyValue("plugins", out var value)) return directories;
        if (value is not JsonArray array)
        {
            Bad(FindingCodes.WrongType, "plugins", $"found {JsonWords.Describe(value)}", "an array of directories");
            return directories;
        }

        for (var i = 0; i < array.Count; i++)
        {
            if (!JsonWords.TryString(array[i], out var text))
            {
                Bad(FindingCodes.WrongType, $"plugins[{i}]", $"found {JsonWords.Describe(array[i])}", "a directory");
                continue;
            }

            if (JobPath.Fault(text) is { } fault)
                Bad(CodeOf(text), $"plugins[{i}]", fault, "a directory of plugins", "Give an absolute path.");
            else if (text.Length > 0 && JobPath.Resolve(directory, text) is var full && System.IO.Directory.Exists(full)) directories.Add(full);
            else
                Bad(
                    FindingCodes.PluginDirectoryMissing,
                    $"plugins[{i}]",
                    $"there is no directory '{text}'",
                    $"a directory of plugins, relative to {directory}");
        }

        return directories;
    }

    private IEnumerable<JobComponent> ReadKind(string kind, JsonNode? value)
    {
        if (value is not JsonArray array) return ReadEntry(kind, kind, value) is { } entry ? [entry] : [];
        return array.Select((item, index) => ReadEntry(kind, $"{kind}[{index}]", item)).OfType<JobComponent>();
    }

    private JobComponent? ReadEntry(string kind, string path, JsonNode? value)
    {
        if (JsonWords.TryString(value, out var shorthand)) return new JobComponent { Kind = kind, Path = path, Use = shorthand };
        if (value is not JsonObject && NearestName.Find(kind, ReservedKeys) is { } meant)
        {
            Bad(FindingCodes.UnknownKey, path, $"unknown key '{kind}'", null, $"Did you mean '{meant}'?");
            return null;
        }

        if (value is not JsonObject json)
        {
            Bad(
                FindingCodes.WrongType,
                path,
                $"found {JsonWords.Describe(value)}",
                "a component's name, or { \"use\": name, \"options\": { ... } }");
            return null;
        }

        return JobComponentReader.Read(json, kind, path, Bad);
    }

    private string? Text(string key)
    {
        if (!_json.Root.TryGetPropertyValue(key, out var value)) return null;
        if (JsonWords.TryString(value, out var text)) return text;
        Bad(FindingCodes.WrongType, key, $"found {JsonWords.Describe(value)}", "a text");
        return null;
    }

    private long? Integer(string key, long least, long most)
    {
        if (!_json.Root.TryGetPropertyValue(key, out var value)) return null;
        if (!JsonWords.TryInteger(value, out var number))
            Bad(FindingCodes.WrongType, key, $"found {JsonWords.Describe(value)}", "an integer");
        else if (number < least || number > most) Bad(FindingCodes.BadValue, key, $"found {number}", $"an integer from {least} to {most}");
        else return number;
        return null;
    }

    private void Bad(string code, string path, string what, string? expected, string? fix = null) =>
        _findings.Error(code, _json.Where(path), what, expected, fix ?? (code == FindingCodes.WrongType ? _json.NoteAt(path) : null));

    [GeneratedRegex("^(cpu|auto|cuda(:[0-9]{1,3})?)\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DevicePattern();
}
