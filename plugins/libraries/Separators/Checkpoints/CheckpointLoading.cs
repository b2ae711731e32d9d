namespace PluginHost.Separators.Checkpoints;

/// <summary>Puts the weights of files into a network: all of them, or none when anything does not fit.</summary>
public static class CheckpointLoading
{
    /// <summary>Finds out which files cannot be read.</summary>
    /// <param name="files">The files.</param>
    /// <returns>A finding for each of them.</returns>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<Checkpoint> files)
    {
        using var scope = NewDisposeScope();
        var findings = new List<Finding>();
        foreach (var file in files) file.Read([], findings);
        return findings;
    }

    /// <summary>Copies the files' weights.</summary>
    /// <param name="module">The built network.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="JobException">
    /// A file cannot be read, lacks tensors, has tensors that the network lacks, or has them in another shape; all are listed.
    /// </exception>
    public static void Load(nn.Module module, IReadOnlyList<Checkpoint> files)
    {
        if (files.Count == 0) return;
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var findings = new List<Finding>();
        var copies = new List<(Tensor To, Tensor From)>();
        var state = module.state_dict();
        foreach (var file in files)
        {
            var prefix = file.Part + ".";
            var own = state.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);
            if (file.Read(own.Keys, findings) is not { } read) continue;
            Compare(file, own, read, findings);
            copies.AddRange(own.Where(entry => read.ContainsKey(entry.Key)).Select(entry => (entry.Value, read[entry.Key])));
        }

        if (findings.Count > 0)
            throw new JobException([.. findings.Select(finding => finding with { Where = $"separator.options.{finding.Where}" })]);
        foreach (var (to, from) in copies) to.copy_(from);
    }

    private static void Compare(
        Checkpoint file, Dictionary<string, Tensor> own, Dictionary<string, Tensor> read, List<Finding> findings)
    {
        string[] missing = [.. own.Keys.Where(name => !read.ContainsKey(name))];
        string[] extra = [.. read.Keys.Where(name => !own.ContainsKey(name))];
        string[] shapes = [.. own
            .Where(entry => read.TryGetValue(entry.Key, out var other) && !HasOtherRows(file, entry.Key, entry.Value, other))
            .Select(entry => (entry.Key, Own: entry.Value, Read: read[entry.Key]))
            .Where(entry => !entry.Own.shape.AsSpan().SequenceEqual(entry.Read.shape))
            .Select(entry => $"{entry.Key} {Sizes(entry.Read)} instead of {Sizes(entry.Own)}")];
        string[] types = [.. own.Where(entry => read.TryGetValue(entry.Key, out var other)
                && is_floating_point(other.dtype) != is_floating_point(entry.Value.dtype))
            .Select(entry => $"{entry.Key} {read[entry.Key].dtype} instead of {entry.Value.dtype}")];
        Add("0202", missing, "lacks", "every tensor of the network", file.Rules.Advice(extra, missing));
        Add("0203", extra, "has, and the network lacks,", "tensors of the network only", file.Rules.Advice(extra, missing));
        Add("0204", shapes, "has in another shape", "the shapes of the network", "Set the separator's sizes to those of the file.");
        Add("0205", types, "has of another kind of number", "fractions where the network has fractions", null);
        foreach (var (name, mine) in own.OrderByDescending(entry => entry.Value.shape.Length))
        {
            if (!read.TryGetValue(name, out var theirs) || !HasOtherRows(file, name, mine, theirs)) continue;
            findings.Add(new()
            {
                Code = file.Rules.Code + "0206",
                Where = file.Option,
                What = $"'{file.Path}' has {theirs.shape[0]} {file.Rules.RowsAre}, one a class, "
                    + $"and the job begins with {mine.shape[0]} classes.",
                Expected = $"a file saved after {mine.shape[0]} classes",
                Fix = $"Take the file of that step, or let the job's first experience have {theirs.shape[0]} classes.",
            });
            break;
        }

        void Add(string code, string[] names, string what, string expected, string? fix)
        {
            if (names.Length == 0) return;
            findings.Add(new()
            {
                Code = file.Rules.Code + code,
                Where = file.Option,
                What = $"'{file.Path}' {what} {names.Length} {(names.Length == 1 ? "tensor" : "tensors")}: {string.Join(", ", names)}.",
                Expected = expected,
                Fix = fix,
            });
        }
    }

    // Whether the two differ in the number of rows alone, and have a row per class.
    private static bool HasOtherRows(Checkpoint file, string name, Tensor own, Tensor read) =>
        file.Rules.ClassRows.Contains($"{file.Part}.{name}") && own.shape.Length > 0 && own.shape.Length == read.shape.Length
            && own.shape[0] != read.shape[0] && own.shape.AsSpan(1).SequenceEqual(read.shape.AsSpan(1));

    private static string Sizes(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
