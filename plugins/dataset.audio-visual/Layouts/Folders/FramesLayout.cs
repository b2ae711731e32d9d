using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>Sounds and pictures in trees of their own, audio/CLASS/ID.wav and frames/CLASS/ID/000001.jpg; splits are drawn.</summary>
internal sealed class FramesLayout() : FolderLayout("frames", "audio/CLASS/ID.wav and frames/CLASS/ID/000001.jpg")
{
    /// <inheritdoc/>
    public override bool Fits(string root, FolderOptions options)
    {
        var tree = new MediaTree(root);
        return tree.HasSounds && (!options.Pictures || Directory.Exists(Path.Combine(root, "frames")));
    }

    /// <inheritdoc/>
    public override ClipList Read(string root, FolderOptions options)
    {
        var tree = new MediaTree(root);
        var found = new List<FoundClip>();
        var lacking = new List<ClipLack>();
        var classes = options.Pictures ? tree.Classes(tree.Audio).Union(tree.Classes("frames"), StringComparer.Ordinal) : tree.Classes(tree.Audio);
        foreach (var label in classes.Order(StringComparer.Ordinal))
        {
            IEnumerable<string> ids = tree.Sounds(label).Keys;
            if (options.Pictures) ids = ids.Union(tree.Pictured(label), StringComparer.Ordinal);
            foreach (var id in ids.Order(StringComparer.Ordinal))
            {
                var (clip, lack) = tree.Find(label, id, null, options.Pictures);
                if (clip is not null) found.Add(clip);
                if (lack is not null) lacking.Add(lack);
            }
        }

        if (found.Count + lacking.Count == 0) throw None($"'{root}' has no sounds in '{tree.Audio}/CLASS' ({string.Join(", ", SoundEndings)})");
        string[] others = [.. tree.Classes(tree.Audio).SelectMany(tree.Others).Select(file => Path.GetRelativePath(root, file))];
        string[] notes = others.Length == 0 ? [] :
            [$"{(others.Length == 1 ? "1 file is no sound and was" : $"{others.Length:N0} files are no sounds and were")} left out, such as '{others[0]}'"];
        return Listed(found, lacking, notes);
    }
}
