using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// The weights that a file has for a module, whatever they are wrapped in: a dictionary under <c>state_dict</c> or <c>model</c> beside an
/// optimizer's state, the <c>module.</c> of DataParallel, the <c>_orig_mod.</c> of torch.compile, several of them, or a prefix of the
/// author's own. A file of a whole model serves one of its parts too.
/// </summary>
public sealed class WeightFile
{
    // What wrappers of torch put into names; a module that has such a name itself is left alone.
    private static readonly string[] s_wrappers = ["module", "_orig_mod"];

    // Where two dictionaries of a file fit equally well (weights and their moving averages, say), the one that is meant by these names.
    private static readonly string[] s_usual = ["", "state_dict", "model_state_dict", "model", "weights", "params", "network", "net"];

    private WeightFile(string path, string prefix, Dictionary<string, Tensor> tensors) => (Path, Prefix, Tensors) = (path, prefix, tensors);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What stands before the module's names in the file, wrappers left out; with the dot at its end, or empty.</summary>
    public string Prefix { get; }

    /// <summary>
    /// The tensors below the prefix by the module's names, on the CPU, in the dispose scope of the call that read them. Names that the
    /// module lacks are among them; what stands beside the prefix is not.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Reads a file that torch saved (.pth, .pt) or a safetensors file; its content tells which.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of the module's state.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or of another format; the message says what and names the file.
    /// </exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static WeightFile Read(string path, IReadOnlyCollection<string> names)
    {
        var read = IsArchive(path) ? PickledTensors.Read(path) : Safetensors.Read(path);
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        var bare = Unwrapped(path, read, wanted);
        var prefix = PrefixOf(bare.Keys, wanted);
        return new(path, prefix, bare.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal));
    }

    /// <summary>The names of tensors with elements that are infinite or not a number.</summary>
    /// <returns>Names in the file's order.</returns>
    public IReadOnlyList<string> NotFinite()
    {
        using var scope = NewDisposeScope();
        return [.. Tensors.Where(entry => is_floating_point(entry.Value.dtype) && !entry.Value.isfinite().all().ToBoolean())
            .Select(entry => entry.Key)];
    }

    private static bool IsArchive(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Span<byte> start = stackalloc byte[2];
        var count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        // The second is torch's format before 1.6, which its reader names.
        return count == 2
            && (start.SequenceEqual("PK"u8) || (start[0] == 0x80 && start[1] is >= 1 and <= 5 && EndsAs(path, ".pth", ".pt")));
    }

    private static bool EndsAs(string path, params string[] endings) =>
        endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, Tensor> Unwrapped(string path, Dictionary<string, Tensor> read, HashSet<string> wanted)
    {
        string[] wrappers =
            [.. s_wrappers.Where(wrapper => !wanted.Any(name => name.Split('.').Contains(wrapper, StringComparer.Ordinal)))];
        var bare = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in read)
        {
            var plain = string.Join('.', name.Split('.').Where(part => !wrappers.Contains(part, StringComparer.Ordinal)));
            if (!bare.TryAdd(plain, tensor))
                throw new InvalidDataException($"{path} has '{plain}' both with and without '{string.Join(".' or '", wrappers)}.' before it.");
        }

        return bare;
    }

    // The prefix below which most of the wanted names stand.
    private static string PrefixOf(IEnumerable<string> names, HashSet<string> wanted)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            for (var at = 0; at >= 0; at = name.IndexOf('.', at) is >= 0 and var dot ? dot + 1 : -1)
            {
                if (wanted.Contains(name[at..])) counts[name[..at]] = counts.GetValueOrDefault(name[..at]) + 1;
            }
        }

        return counts.Count == 0 ? "" : counts.Keys
            .OrderByDescending(prefix => counts[prefix])
            .ThenBy(prefix => Array.IndexOf(s_usual, prefix.TrimEnd('.')) is >= 0 and var usual ? usual : s_usual.Length)
            .ThenBy(prefix => prefix.Length)
            .ThenBy(prefix => prefix, StringComparer.Ordinal)
            .First();
    }
}
