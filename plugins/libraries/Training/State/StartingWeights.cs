using System.Security.Cryptography;

namespace PluginHost.Training;

/// <summary>
/// The weights that a job's model starts from: those of another run, exported, or of any file with the model's names. Tensors with rows for classes
/// that the new job does not have stay as they were initialised.
/// </summary>
/// <param name="file">The absolute path of a safetensors or .pth file.</param>
internal sealed class StartingWeights(string file)
{
    private const int Named = 5;

    /// <summary>The file's SHA-256, in lower-case hexadecimal.</summary>
    public string Sha256 { get; } = Hash(file);

    /// <summary>Copies the file's weights into a module.</summary>
    /// <param name="module">The built module.</param>
    /// <returns>What was done, in words.</returns>
    /// <exception cref="JobException">The file cannot be read, or does not fit.</exception>
    public string Load(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var own = module.state_dict();
        var read = Read(own.Keys.ToArray());
        string[] wrong = [.. own.Where(each => read.Tensors.TryGetValue(each.Key, out var other) && !Fits(each.Value, other) && !IsOfClasses(each.Value, other))
            .Select(each => $"{each.Key} ({string.Join(", ", read.Tensors[each.Key].shape)}) instead of ({string.Join(", ", each.Value.shape)})")];
        string[] missing = [.. own.Keys.Where(name => !read.Tensors.ContainsKey(name))];
        string[] extra = [.. read.Tensors.Keys.Where(name => !own.ContainsKey(name))];
        if (wrong.Length > 0 || missing.Length > 0 || extra.Length > 0)
        {
            throw Fault("CE0704", $"'{file}' is of another model: {Describe("of another shape", wrong)}{Describe("missing", missing)}"
                + Describe("not in the model", extra).TrimEnd(' ', ';'), "weights of the job's model, with its options",
                "Take the model's options from the model card beside the weights.");
        }

        string[] left = [.. own.Where(each => !Fits(each.Value, read.Tensors[each.Key])).Select(each => each.Key)];
        foreach (var (name, tensor) in own)
            if (!left.Contains(name, StringComparer.Ordinal)) tensor.copy_(read.Tensors[name]);
        return $"The model starts from {Path.GetFileName(file)} (SHA-256 {Sha256}): {own.Count - left.Length} tensors"
            + (left.Length == 0 ? "." : $"; rows of classes start anew in {string.Join(", ", left)}.");
    }

    private static bool Fits(Tensor own, Tensor other) => own.shape.AsSpan().SequenceEqual(other.shape);

    // Rows by class come first: of a classifier, its bias, queries.
    private static bool IsOfClasses(Tensor own, Tensor other) =>
        own.dim() == other.dim() && own.dim() > 0 && own.shape.AsSpan(1).SequenceEqual(other.shape.AsSpan(1));

    private static string Describe(string how, string[] names) =>
        names.Length == 0 ? "" : $"{names.Length} tensors {how} ({string.Join(", ", names.Take(Named))}{(names.Length > Named ? ", ..." : "")}); ";

    private static string Hash(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault("CE0703", $"The weights '{file}' cannot be read: {exception.Message}", "a safetensors or .pth file",
                "Correct the path; 'export' writes such a file.");
        }
    }

    private WeightFile Read(string[] names)
    {
        try
        {
            var read = WeightFile.Read(file, names);
            return read.NotFinite() is { Count: > 0 } broken
                ? throw Fault("CE0703", $"'{file}' has numbers that are not finite in {string.Join(", ", broken.Take(Named))}", "finite weights",
                    "Export the weights of another run.")
                : read;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Fault("CE0703", $"The weights '{file}' cannot be read: {exception.Message}", "a safetensors or .pth file",
                "'export' writes such a file.");
        }
    }

    private static JobException Fault(string code, string what, string expected, string fix) =>
        new(new Finding { Code = code, Where = "engine.options.weights", What = what, Expected = expected, Fix = fix });
}
