using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>
/// Sounds and pictures in trees of their own: audio/CLASS/ID.wav (or audio_11025 and the like) and frames/CLASS/ID with pictures in it. The
/// folder of pictures may be called ID.mp4, as iQuery has it, or be a video of that name.
/// </summary>
internal sealed class MediaTree
{
    private readonly string _root;
    private readonly Dictionary<string, Dictionary<string, string>> _sounds = new(StringComparer.Ordinal);

    /// <param name="root">The folder above the trees.</param>
    public MediaTree(string root)
    {
        _root = root;
        string[] names = !Directory.Exists(root) ? [] : [.. Directory.EnumerateDirectories(root, "audio*").Select(path => Path.GetFileName(path)!)
            .Where(name => name == "audio" || name.StartsWith("audio_", StringComparison.Ordinal)).OrderBy(name => name != "audio_11025")
            .ThenBy(name => name != "audio").ThenBy(name => name, StringComparer.Ordinal)];
        // ContAV-Sep has arrays of sounds in another folder that begins so.
        Audio = names.FirstOrDefault(name => Directory.EnumerateDirectories(Path.Combine(root, name)).Any()) ?? names.FirstOrDefault() ?? "audio";
    }

    /// <summary>The name of the folder of sounds.</summary>
    public string Audio { get; }

    /// <summary>Whether there are sounds in folders of classes.</summary>
    public bool HasSounds => Classes(Audio).Any(label => Sounds(label).Count > 0);

    /// <summary>The folders of classes.</summary>
    /// <param name="tree">The tree: the folder of sounds, or <c>frames</c>.</param>
    public IEnumerable<string> Classes(string tree)
    {
        var folder = Path.Combine(_root, tree);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!)
            .Where(name => name[0] != '.').Order(StringComparer.Ordinal);
    }

    /// <summary>The sounds of a class by id.</summary>
    /// <param name="label">The class.</param>
    public IReadOnlyDictionary<string, string> Sounds(string label)
    {
        if (_sounds.TryGetValue(label, out var known)) return known;
        var folder = Path.Combine(_root, Audio, label);
        var endings = FolderLayout.SoundEndings.ToList();
        IEnumerable<string> there = Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
        var files = there.Select(file => (File: file, Rank: endings.IndexOf(Path.GetExtension(file).ToLowerInvariant())))
            .Where(found => found.Rank >= 0 && Path.GetFileName(found.File)[0] != '.').OrderBy(found => found.Rank)
            .ThenBy(found => found.File, StringComparer.Ordinal);
        var sounds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, _) in files) sounds.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        return _sounds[label] = sounds;
    }

    /// <summary>Files of a class's folder that are no sounds.</summary>
    /// <param name="label">The class.</param>
    public IEnumerable<string> Others(string label)
    {
        var taken = Sounds(label).Values.ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(Path.Combine(_root, Audio, label)).Where(file => Path.GetFileName(file)[0] != '.'
            && !FolderLayout.SoundEndings.Contains(Path.GetExtension(file).ToLowerInvariant(), StringComparer.Ordinal) && !taken.Contains(file))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The ids that a class has pictures of.</summary>
    /// <param name="label">The class.</param>
    public IEnumerable<string> Pictured(string label)
    {
        var folder = Path.Combine(_root, "frames", label);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!)
            .Where(name => name[0] != '.').Select(name => VideoFile.IsNamed(name) ? Path.GetFileNameWithoutExtension(name) : name)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    /// <summary>Where the pictures of a sample are: a folder with pictures in it, or a video.</summary>
    /// <param name="label">The class.</param>
    /// <param name="id">The id.</param>
    /// <returns>The absolute path; null where there are none.</returns>
    public string? Pictures(string label, string id)
    {
        var folder = Path.Combine(_root, "frames", label, id);
        return ((string[])[folder, .. VideoFile.Endings.Select(ending => folder + ending)])
            .FirstOrDefault(path => Directory.Exists(path) ? FrameFolder.HasPictures(path) : File.Exists(path));
    }

    /// <summary>A sample, or what it lacks.</summary>
    /// <param name="label">The class.</param>
    /// <param name="id">The id.</param>
    /// <param name="split">The split that a list gives; null = drawn.</param>
    /// <param name="pictures">Whether it needs pictures.</param>
    /// <returns>One of the two.</returns>
    public (FoundClip? Clip, ClipLack? Lack) Find(string label, string id, Learning.Split? split, bool pictures)
    {
        var sound = Sounds(label).GetValueOrDefault(id);
        var seen = pictures ? Pictures(label, id) : "";
        if (sound is not null && seen is not null) return (new(label, id, split, sound, seen), null);
        var what = (sound, seen) switch
        {
            (null, null) => "neither sound nor pictures",
            (null, _) => $"no sound: there is no '{Audio}/{label}/{id}.wav'",
            _ => $"no pictures: there is no picture in 'frames/{label}/{id}'",
        };
        return (null, new(label, $"'{label}/{id}' has {what}"));
    }
}
