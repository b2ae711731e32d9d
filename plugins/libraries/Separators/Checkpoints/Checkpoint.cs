using PluginHost.Tensors;

namespace PluginHost.Separators.Checkpoints;

/// <summary>A file with the weights of one network of a separator.</summary>
/// <param name="Rules">What is particular to the separator.</param>
/// <param name="Part">The network: its option's name and the first part of its names in the state.</param>
/// <param name="Path">The file, absolute.</param>
public sealed record Checkpoint(CheckpointRules Rules, string Part, string Path)
{
    /// <summary>The path inside the separator's options.</summary>
    public string Option => $"checkpoints.{Part}";

    /// <summary>The files that are asked for.</summary>
    /// <param name="rules">What is particular to the separator.</param>
    /// <param name="run">Resolves paths; <see langword="null"/> to take them as they are.</param>
    /// <param name="options">Parts and their files as the options name them; empty for none.</param>
    /// <returns>Those that have a file.</returns>
    public static IReadOnlyList<Checkpoint> Named(CheckpointRules rules, IRunContext? run, params (string Part, string Path)[] options) =>
    [
        .. from entry in options
           where entry.Path.Length > 0
           select new Checkpoint(rules, entry.Part, run?.ResolvePath(entry.Path) ?? entry.Path),
    ];

    /// <summary>Reads the tensors of the network, whatever the file wraps them in.</summary>
    /// <param name="names">The names of the network's state.</param>
    /// <param name="findings">Takes what is wrong with the file.</param>
    /// <returns>The tensors by the names of the network's state, or <see langword="null"/> if the file cannot be read.</returns>
    public Dictionary<string, Tensor>? Read(IReadOnlyCollection<string> names, List<Finding> findings)
    {
        try
        {
            var file = WeightFile.Read(Path, names);
            if (file.NotFinite() is { Count: > 0 } broken)
            {
                findings.Add(new()
                {
                    Code = Rules.Code + "0207",
                    Where = Option,
                    What = $"'{Path}' has numbers that are infinite or not a number in {broken.Count} of {file.Tensors.Count} tensors: "
                        + $"{string.Join(", ", broken)}.",
                    Expected = "finite weights",
                    Fix = "Take an earlier file of that training: it had failed when this one was saved.",
                });
            }

            return file.Tensors.Where(entry => !Rules.Repeated.Contains($"{Part}.{entry.Key}"))
                .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Add(Unreadable($"There is no file '{Path}'."));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            findings.Add(Unreadable(error.Message));
        }

        return null;
    }

    private Finding Unreadable(string what) => new()
    {
        Code = Rules.Code + "0201",
        Where = Option,
        What = what,
        Expected = "a state dictionary saved by torch (.pth), or a safetensors file such as experience-0.safetensors of another run",
    };
}

/// <summary>What is particular to the checkpoints of one separator.</summary>
public sealed record CheckpointRules
{
    /// <summary>The letters that its findings' codes begin with.</summary>
    public required string Code { get; init; }

    /// <summary>Names, with their part before them, of tensors with one row per class.</summary>
    public required IReadOnlySet<string> ClassRows { get; init; }

    /// <summary>What those rows are, for people.</summary>
    public required string RowsAre { get; init; }

    /// <summary>Names, with their part before them, under which official files hold a tensor a second time.</summary>
    public IReadOnlySet<string> Repeated { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Says what to do about names that a file has and the network lacks, and the other way round.</summary>
    public Func<string[], string[], string> Advice { get; init; } =
        (_, _) => "Name the file of this network, and set the separator's sizes to those of the file.";
}
