using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>
/// A table of samples: manifest.csv with a first line of names (id, class, split, and video or audio and frames), or train.csv, val.csv and
/// test.csv as Sound-of-Pixels and iQuery have them, without such a line: sound, pictures, number of pictures.
/// </summary>
internal sealed class ListLayout() : FolderLayout("list", "manifest.csv, or train.csv and test.csv")
{
    private const string Manifest = "manifest.csv";

    // Of frames that ffmpeg writes by -r, as iQuery's were, some at the ends are copies.
    private const int FewerFrames = 2;

    /// <inheritdoc/>
    public override bool Fits(string root, FolderOptions options) => Tables(root, options).Count > 0;

    /// <inheritdoc/>
    public override ClipList Read(string root, FolderOptions options)
    {
        var tables = Tables(root, options);
        if (tables.Count == 0) throw None($"'{Path.Combine(root, options.List)}' has no {Manifest} and no train*.csv");
        var reading = new Reading(root, options);
        foreach (var (file, split) in tables) reading.Add(file, split);
        return reading.Clips();
    }

    // The tables with the splits that their names say. Without a table to test with, that of the validation serves, as in Sound-of-Pixels.
    private static List<(string File, Split? Split)> Tables(string root, FolderOptions options)
    {
        var named = Path.Combine(root, options.List);
        if (options.List.Length > 0 && File.Exists(named)) return [(named, null)];
        string[] folders = options.List.Length > 0 ? [named] : [root, Path.Combine(root, "data")];
        foreach (var folder in folders.Where(Directory.Exists))
        {
            if (File.Exists(Path.Combine(folder, Manifest))) return [(Path.Combine(folder, Manifest), null)];
            // testsep*.csv lists mixtures.
            var tables = Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal)
                .Select(file => (File: file, Split: SplitOf(Path.GetFileName(file)))).Where(table => table.Split is not null).ToList();
            if (tables.TrueForAll(table => table.Split != Split.Train)) continue;
            if (tables.Exists(table => table.Split == Split.Test)) return tables;
            return tables.ConvertAll(table => table.Split == Split.Validation ? (table.File, Split.Test) : table);
        }

        return [];
    }

    private static Split? SplitOf(string name) => name.StartsWith("train", StringComparison.Ordinal) ? Split.Train
        : name.StartsWith("val", StringComparison.Ordinal) ? Split.Validation
        : name.StartsWith("test", StringComparison.Ordinal) && !name.StartsWith("testsep", StringComparison.Ordinal) ? Split.Test
        : null;

    /// <summary>Collects the samples of tables.</summary>
    private sealed class Reading(string root, FolderOptions options)
    {
        private readonly string _audio = new MediaTree(root).Audio;
        private readonly List<FoundClip> _found = [];
        private readonly List<ClipLack> _lacking = [];

        public ClipList Clips() => Listed(_found, _lacking, []);

        public void Add(string file, Split? split)
        {
            var list = ListFile.Read(file);
            string[] first = [.. CsvLine.Split(list.Lines[0].TrimStart('\uFEFF')).Select(name => name.ToLowerInvariant())];
            var hasNames = first.Contains("id") && first.Contains("class");
            if (!hasNames && (first.Length == 1 || !LooksLikePath(first[0])))
            {
                throw list.Fault(0, $"is '{list.Lines[0]}'", first.Length == 1 && list.Lines[0].Contains(';', StringComparison.Ordinal)
                    ? "fields with commas between them, not semicolons"
                    : "id,class,split,video or id,class,split,audio,frames; or lines SOUND,PICTURES,NUMBER");
            }

            for (var line = hasNames ? 1 : 0; line < list.Lines.Count; line++)
            {
                if (list.Lines[line].Trim().Length == 0) continue;
                var fields = CsvLine.Split(list.Lines[line].TrimStart('\uFEFF'));
                var place = $"line {line + 1} of '{Path.GetFileName(file)}'";
                if (hasNames) Named(first, fields, place, split);
                else Plain(fields, place, split);
            }
        }

        private static bool LooksLikePath(string text) => Path.GetExtension(text).Length > 1;

        private void Named(string[] names, List<string> fields, string place, Split? split)
        {
            if (fields.Count != names.Length)
            {
                _lacking.Add(new("", $"{place} has {fields.Count} fields, and the first line has {names.Length}"));
                return;
            }

            string Field(string name) => Array.IndexOf(names, name) is >= 0 and var at ? fields[at] : "";
            var (id, label, word) = (Field("id"), Field("class"), Field("split"));
            if (id.Length == 0 || label.Length == 0)
            {
                _lacking.Add(new(label, $"{place} has no {(id.Length == 0 ? "id" : "class")}"));
                return;
            }

            if (word.Length > 0 && !Splits.TryGetValue(word.ToLowerInvariant(), out _))
            {
                _lacking.Add(new(label, $"'{label}/{id}' has the split '{word}' ({place}), not train, val or test"));
                return;
            }

            if (word.Length > 0) split = Splits[word.ToLowerInvariant()];
            var (video, sound, pictures) = (Field("video"), Field("audio"), Field("frames"));
            if (sound.Length == 0) sound = video;
            if (pictures.Length == 0 && sound != video) pictures = video;
            Take(label, id, split, place, sound, pictures, null);
        }

        private void Plain(List<string> fields, string place, Split? split)
        {
            if (fields.Count < 2 || !LooksLikePath(fields[0]))
            {
                _lacking.Add(new("", $"{place} is no sound, pictures and their number"));
                return;
            }

            var label = Path.GetFileName(Path.GetDirectoryName(fields[0])) ?? "";
            if (label.Length == 0)
            {
                _lacking.Add(new("", $"{place} names no folder, which is the class: '{fields[0]}'"));
                return;
            }

            int? count = null;
            if (fields.Count > 2)
            {
                if (!int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    _lacking.Add(new(label, $"{place} has the number of pictures '{fields[2]}'"));
                    return;
                }

                count = number;
            }

            Take(label, Path.GetFileNameWithoutExtension(fields[0]), split, place, fields[0], fields[1], count);
        }

        // One sample; what is not there is told with the paths of the table.
        private void Take(string label, string id, Split? split, string place, string sound, string pictures, int? count)
        {
            var name = $"'{label}/{id}'";
            void Lack(string what) => _lacking.Add(new(label, $"{name} has {what} ({place})"));
            var heard = Found(sound, _audio, label, File.Exists);
            if (heard is null)
            {
                Lack(sound.Length == 0 ? "neither video nor audio" : $"no sound: there is no '{sound}'");
                return;
            }

            if (!options.Pictures || (pictures.Length == 0 && VideoFile.IsNamed(heard)))
            {
                _found.Add(new(label, id, split, heard, ""));
                return;
            }

            var seen = Found(pictures, "frames", label, path => File.Exists(path) || FrameFolder.HasPictures(path));
            if (seen is null)
            {
                Lack(pictures.Length == 0 ? "no pictures: neither video nor frames" : $"no pictures: there are none in '{pictures}'");
                return;
            }

            if (count is { } told && Directory.Exists(seen) && FrameFolder.Count(seen) is var there && there < told - FewerFrames)
            {
                Lack($"{there:N0} of {told:N0} pictures in '{pictures}'");
                return;
            }

            _found.Add(new(label, id, split, heard, seen));
        }

        // Tables are written on one machine and read on another: as it stands, below the folder, below its tree, and by class and name alone.
        private string? Found(string path, string tree, string label, Func<string, bool> isThere)
        {
            if (path.Length == 0) return null;
            var inside = path.Replace('\\', '/').TrimStart('/');
            if (inside.StartsWith("./", StringComparison.Ordinal)) inside = inside[2..];
            return ((string[])
            [
                Path.Combine(root, path), Path.Combine(root, inside), Path.Combine(root, tree, inside),
                Path.Combine(root, tree, label, Path.GetFileName(inside)),
            ]).Select(Path.GetFullPath).FirstOrDefault(isThere);
        }
    }
}
