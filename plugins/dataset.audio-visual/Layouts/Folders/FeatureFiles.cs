using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;
using PluginHost.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>
/// Object and motion vectors that were computed before: CLASS/ID.npz or .safetensors with the arrays objects and motion, or CLASS/ID.npy with
/// objects (ID.objects.npy too) and CLASS/ID.motion.npy. Any thread may call the functions.
/// </summary>
/// <param name="folder">The absolute folder.</param>
/// <param name="options">Sizes and rates.</param>
internal sealed class FeatureFiles(string folder, FolderOptions options)
{
    private static readonly (string Ending, string? Key)[] s_kinds =
    [
        (".npz", null), (".safetensors", null), (".npy", SampleKeys.Objects), (".objects.npy", SampleKeys.Objects), (".motion.npy", SampleKeys.Motion),
    ];

    /// <summary>What a sample lacks; null where it has a file.</summary>
    /// <param name="entry">The sample.</param>
    /// <param name="label">Its class.</param>
    public ClipLack? Lack(ClipEntry entry, string label) => Array.Exists(s_kinds, kind => File.Exists(At(entry, kind.Ending))) ? null
        : new(label, $"'{entry.Id}' has no features: there is no '{Path.Combine(options.Features, entry.Stem)}.npz', .safetensors or .npy");

    /// <summary>Reads the vectors of a sample.</summary>
    /// <param name="entry">The sample.</param>
    /// <returns>
    /// <see cref="SampleKeys.Objects"/>, float32 (frames, size), a row for each frame of the window, the last one repeated; and
    /// <see cref="SampleKeys.Motion"/>, float32 (size, steps); or one of them.
    /// </returns>
    /// <exception cref="JobException">A file cannot be read, or has other arrays.</exception>
    public Dictionary<string, Tensor> Read(ClipEntry entry)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var read = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (ending, key) in s_kinds)
        {
            var file = At(entry, ending);
            if (!File.Exists(file)) continue;
            foreach (var (name, found) in Arrays(file, ending, key))
            {
                if (!read.TryAdd(name, name == SampleKeys.Objects ? Objects(file, found) : Motion(file, found)))
                    throw Fault(file, $"has '{name}', which another file of the sample has too", "each array once");
            }
        }

        foreach (var tensor in read.Values) tensor.MoveToOuterDisposeScope();
        return read;
    }

    private string At(ClipEntry entry, string ending) => Path.Combine(folder, entry.Stem + ending);

    private static Dictionary<string, Tensor> Arrays(string file, string ending, string? key)
    {
        try
        {
            if (key is not null) return new(StringComparer.Ordinal) { [key] = NumpyFile.Read(file) };
            var all = ending == ".npz" ? NumpyArchive.Read(file) : Safetensors.Read(file);
            string[] names = [.. all.Keys.Where(name => name is SampleKeys.Objects or SampleKeys.Motion)];
            if (names.Length > 0) return names.ToDictionary(name => name, name => all[name], StringComparer.Ordinal);
            throw Fault(file, all.Count == 0 ? "has no array" : $"has the arrays {string.Join(", ", all.Keys.Take(10).Select(name => $"'{name}'"))}",
                "arrays named objects and motion");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            var reason = error.Message.TrimEnd('.');
            throw new JobException(new Finding
            {
                Code = "AVD0025", What = reason.Contains(file, StringComparison.Ordinal) ? reason : $"'{file}' cannot be read: {reason}",
                Expected = "arrays of floating-point numbers", Fix = "Save it anew: numpy.savez(FILE, objects=..., motion=...).",
            });
        }
    }

    // A row a stored picture, as FrameFolder takes pictures.
    private Tensor Objects(string file, Tensor found)
    {
        var wanted = $"floating-point numbers (frames, {options.ObjectSize})";
        if (!is_floating_point(found.dtype) || found.shape is not [>= 1, var size] || size != options.ObjectSize)
            throw Fault(file, $"has objects of {SampleRules.Describe(found)}", wanted);
        var last = found.shape[0] - 1;
        long[] rows = [.. FrameFolder.Places(options.Frames, options.FrameRate, options.StoredFrameRate).Select(row => Math.Min(row, last))];
        return found.to(ScalarType.Float32).index_select(0, tensor(rows));
    }

    private Tensor Motion(string file, Tensor found) =>
        is_floating_point(found.dtype) && found.shape is [var size, >= 1] && size == options.MotionSize ? found.to(ScalarType.Float32)
            : throw Fault(file, $"has motion of {SampleRules.Describe(found)}", $"floating-point numbers ({options.MotionSize}, steps)");

    private static JobException Fault(string file, string what, string expected) => new(new Finding
    {
        Code = "AVD0025", What = $"'{file}' {what}", Expected = expected,
        Fix = "Save the array again, turned or converted, or set objectSize and motionSize to its sizes.",
    });
}
