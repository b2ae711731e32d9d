using System.Text.RegularExpressions;
using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetAudioVisual.Pairs;

/// <summary>Finds the pairs of a folder: a picture, and a sound whose name begins with the picture's.</summary>
internal sealed partial class PairFolder
{
    private const int Named = 20;

    private static readonly string[] s_pictures = [".png", ".jpg", ".jpeg"];
    private static readonly string[] s_sounds = [".ogg", ".opus", ".wav", ".aif", ".aiff", ".mp3"];

    private readonly string _root;
    private readonly PairsOptions _options;
    private readonly List<string> _notes = [];

    private PairFolder(string root, PairsOptions options) => (_root, _options) = (root, options);

    /// <summary>Lists the pairs.</summary>
    /// <param name="root">The absolute folder; it must exist.</param>
    /// <param name="options">Which pairs are wanted.</param>
    /// <exception cref="JobException">There is no pair of a wanted class or language, or pairs are incomplete and refused.</exception>
    public static PairList List(string root, PairsOptions options) => new PairFolder(root, options).List();

    private PairList List()
    {
        var files = Directory.GetFiles(_root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => file[0] != '.').Order(StringComparer.Ordinal).ToArray();
        var shown = files.Where(file => s_pictures.Contains(Ending(file))).Select(file => (Stem(file), "", file));
        var heard = files.Where(file => s_sounds.Contains(Ending(file))).Select(Sound).Where(Wanted);
        var (pictures, sounds) = (Pick(shown, s_pictures, "pictures"), Pick(heard, s_sounds, "sounds"));
        var languages = Languages(sounds.Keys);
        var pairs = new List<(string Stem, string Language, string Sound, string Picture)>();
        var alone = new List<string>();
        foreach (var language in languages)
        {
            foreach (var ((stem, _), picture) in pictures)
            {
                if (sounds.Remove((stem, language), out var sound)) pairs.Add((stem, language, sound, picture));
                else alone.Add(language.Length == 0 ? picture : $"{picture} in {language}");
            }
        }

        Tell(alone, "picture has no sound", "pictures have no sound");
        Tell([.. sounds.Where(sound => languages.Contains(sound.Key.Language)).Select(sound => sound.Value)],
            "sound has no picture", "sounds have no picture");
        return Sort(pairs, languages);
    }

    // One file for each name. Where there are several, the ending that comes first in the list of kinds is taken.
    private Dictionary<(string Stem, string Language), string> Pick(
        IEnumerable<(string Stem, string Language, string File)> files, string[] endings, string what)
    {
        var picked = new Dictionary<(string Stem, string Language), string>();
        var several = new List<string>();
        foreach (var group in files.GroupBy(file => (file.Stem, file.Language)))
        {
            string[] own = [.. group.Select(file => file.File).OrderBy(file => Array.IndexOf(endings, Ending(file)))];
            picked[group.Key] = own[0];
            if (own.Length > 1) several.Add($"{own[0]} is taken, {string.Join(" and ", own[1..])} not");
        }

        if (several.Count > 0)
        {
            _notes.Add($"{Count(several.Count, "pair has", "pairs have")} several {what}: "
                + $"{string.Join("; ", several.Take(Named))}{More(several.Count)}");
        }


        return picked;
    }

    private (string Stem, string Language, string File) Sound(string file)
    {
        var stem = Stem(file);
        var spoken = Spoken().Match(stem);
        return spoken.Success ? (spoken.Groups["name"].Value, spoken.Groups["language"].Value, file) : (stem, "", file);
    }

    private bool Wanted((string Stem, string Language, string File) sound) => (sound.Language.Length > 0) == (_options.Sounds == "spoken");

    private string[] Languages(IEnumerable<(string Stem, string Language)> sounds)
    {
        string[] found = [.. sounds.Select(sound => sound.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (_options.Sounds == "natural") return [""];
        if (found.Length == 0)
            throw Problem("folder", $"'{_root}' has no sound named X_desc_LANGUAGE", "Set sounds to 'natural', or name another folder.");
        Finding[] unknown = [.. _options.Languages.Except(found, StringComparer.Ordinal).Select(language => new Finding
        {
            Code = "AVD0010", Where = "languages", What = $"'{_root}' has no sound in '{language}'",
            Fix = $"There are: {string.Join(", ", found.Take(30))}.",
        })];
        if (unknown.Length > 0) throw new JobException(unknown);
        return _options.Languages.Count > 0 ? [.. _options.Languages] : found;
    }

    private void Tell(IReadOnlyList<string> names, string one, string several)
    {
        if (names.Count == 0) return;
        if (_options.Incomplete == "refuse")
        {
            throw new JobException(new Finding
            {
                Code = "AVD0011", Where = "incomplete",
                What = $"{Count(names.Count, one, several)}: {string.Join(", ", names.Take(Named))}{More(names.Count)}",
                Expected = "both sides of every pair", Fix = "Add what is missing, or set incomplete to 'leave-out'.",
            });
        }

        _notes.Add($"{Count(names.Count, $"{one} and was", $"{several} and were")} left out, such as {names[0]}");
    }

    private PairList Sort(IReadOnlyList<(string Stem, string Language, string Sound, string Picture)> pairs, string[] languages)
    {
        var found = pairs.Select(pair => Class(pair.Stem)).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToArray();
        Finding[] unknown = [.. _options.Classes.Except(found, StringComparer.Ordinal).Select(name => new Finding
        {
            Code = "AVD0010", Where = "classes", What = $"'{_root}' has no pair of the class '{name}'",
            Fix = $"There are: {string.Join(", ", found.Take(30))}.",
        })];
        if (unknown.Length > 0) throw new JobException(unknown);
        var counts = pairs.CountBy(pair => Class(pair.Stem)).ToDictionary();
        if (counts.TryGetValue("", out var loose))
            _notes.Add($"{Count(loose, "pair is in no folder of a class and was", "pairs are in no folder of a class and were")} left out");
        string[] small = _options.Classes.Count > 0 ? [] : [.. found.Where(name => counts[name] < _options.LeastPairs)];
        if (small.Length > 0)
        {
            _notes.Add($"{string.Join(", ", small.Select(name => $"{name} ({counts[name]})"))} were left out: fewer pairs than leastPairs, "
                + $"which is {_options.LeastPairs}");
        }

        string[] classes = _options.Classes.Count > 0 ? [.. _options.Classes] : [.. found.Except(small, StringComparer.Ordinal)];
        if (classes.Length == 0)
        {
            throw Problem(found.Length == 0 ? "folder" : "leastPairs", $"'{_root}' has no class with pairs of a picture and a sound",
                found.Length == 0 ? "Put X.png and X.ogg into a folder a class." : "Lower it.");
        }

        return new PairList(classes, [.. languages.Where(language => language.Length > 0)], _notes,
        [
            .. from pair in pairs
               let label = Array.IndexOf(classes, Class(pair.Stem))
               where label >= 0
               let id = pair.Language.Length == 0 ? pair.Stem : $"{pair.Language}/{pair.Stem}"
               select new FileEntry(id, label, Path.Combine(_root, pair.Sound))
               {
                   Companion = Path.Combine(_root, pair.Picture), Domain = pair.Language,
               },
        ]);
    }

    private string Class(string stem) => string.Join('/', stem.Split('/')[..^1].Take(_options.Depth));

    private static string Count(int count, string one, string several) => count == 1 ? $"1 {one}" : $"{count:N0} {several}";

    private static string More(int count) => count > Named ? $" and {count - Named:N0} more" : "";

    private static string Ending(string file) => Path.GetExtension(file).ToLowerInvariant();

    private static string Stem(string file) => file[..^Path.GetExtension(file).Length];

    private static JobException Problem(string where, string what, string fix) =>
        new(new Finding { Code = "AVD0010", Where = where, What = what, Fix = fix });

    // Tux Paint names a spoken name so: cat_desc_fr.ogg.
    [GeneratedRegex(
        "^(?<name>.+)_desc_(?<language>[A-Za-z]{2,3}(_[A-Za-z]+)?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spoken();
}

/// <summary>The pairs of a folder.</summary>
/// <param name="Classes">Class names by label.</param>
/// <param name="Languages">The languages, which are the domains; empty with natural sounds.</param>
/// <param name="Notes">What was not taken, in sentences.</param>
/// <param name="Files">The sounds, each with its picture as companion.</param>
internal sealed record PairList(
    IReadOnlyList<string> Classes, IReadOnlyList<string> Languages, IReadOnlyList<string> Notes, IReadOnlyList<FileEntry> Files);
