using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runtimes;

namespace PluginHost.Jobs;

/// <summary>Reads a job file, applies overrides and checks everything that can be checked without plugins.</summary>
internal sealed partial class JobReader
{
    public const string DefaultFile = "plugins.json";

    /// <summary>The keys of a job that are not component kinds.</summary>
    public static readonly IReadOnlyList<string> ReservedKeys =
        ["$schema", "name", "description", "seed", "device", "threads", "plugins", "output", "baseDirectory"];

    private readonly LocatedJson _json;
    private readonly FindingList _findings;

    private JobReader(LocatedJson json, FindingList findings) => (_json, _findings) = (json, findings);

    /// <summary>
    /// Reads a job; <see langword="null"/> when the file is unusable. Faults inside it are added to the findings and replaced by
    /// defaults.
    /// </summary>
    /// <param name="path">The job file, or a folder that holds plugins.json.</param>
    /// <param name="overrides">Texts of the form <c>path=value</c>.</param>
    /// <param name="device">The device of the command line, or <see langword="null"/>.</param>
    /// <param name="findings">Takes the faults.</param>
    /// <param name="threads">The compute threads of the command line, or <see langword="null"/>.</param>
    public static Job? Read(string path, IEnumerable<string> overrides, string? device, FindingList findings, int? threads = null)
    {
        var file = Path.GetFullPath(Directory.Exists(path) ? Path.Combine(path, DefaultFile) : path);
        if (!File.Exists(file))
        {
            findings.Error(
                FindingCodes.JobUnreadable,
                LocatedJson.DisplayName(file),
                "there is no such job file",
                fix: $"Name a job file, or run where a {DefaultFile} lies.");
            return null;
        }

        if (LocatedJson.Read(file, findings, FindingCodes.JobUnreadable, FindingCodes.JobSyntax) is not { } json) return null;
        foreach (var text in overrides) JobOverride.Apply(json, text, ReservedKeys, findings);
        if (device is not null) JobOverride.Set(json, "device", JsonValue.Create(device), "--device");
        if (threads is { } count) JobOverride.Set(json, "threads", JsonValue.Create(count), "--threads");
        return new JobReader(json, findings).Read(file);
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
            Entries = [.. _json.Root.Where(pair => !ReservedKeys.Contains(pair.Key)).SelectMany(pair => ReadKind(pair.Key, pair.Value))],
        };
    }

    public static string Resolve(string directory, string path)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, directory));
    }

    // A null character ends a path for the system and makes .NET throw.
    private static bool IsPath(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private string Folder(string key, string directory, string otherwise)
    {
        var text = Text(key) ?? otherwise;
        if (IsPath(text)) return Resolve(directory, text);
        Bad(FindingCodes.BadValue, key, "the text holds a null character", "a directory");
        return Resolve(directory, otherwise);
    }

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

            if (IsPath(text) && Resolve(directory, text) is var full && System.IO.Directory.Exists(full)) directories.Add(full);
            else
                Bad(
                    FindingCodes.PluginDirectoryMissing,
                    $"plugins[{i}]",
                    $"there is no directory '{text}'",
                    $"a directory of plugins, relative to {directory}");
        }

        return directories;
    }

    private IEnumerable<JobEntry> ReadKind(string kind, JsonNode? value)
    {
        if (value is not JsonArray array) return ReadEntry(kind, kind, value) is { } entry ? [entry] : [];
        return array.Select((item, index) => ReadEntry(kind, $"{kind}[{index}]", item)).OfType<JobEntry>();
    }

    private JobEntry? ReadEntry(string kind, string path, JsonNode? value)
    {
        if (JsonWords.TryString(value, out var shorthand)) return new JobEntry { Kind = kind, Path = path, Use = shorthand };
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

        return JobEntryReader.Read(json, kind, path, Bad);
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
        _findings.Error(code, _json.Where(path), what, expected, fix);

    [GeneratedRegex("^(cpu|auto|cuda(:[0-9]{1,3})?)\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DevicePattern();
}
