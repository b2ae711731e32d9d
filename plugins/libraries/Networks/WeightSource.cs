using System.Security.Cryptography;

namespace PluginHost.Networks;

/// <summary>A file of weights that an option names: there, with the hash that is wanted, readable and finite, or a finding that says what is not.</summary>
/// <param name="path">The absolute file.</param>
/// <param name="code">The code of its findings.</param>
/// <param name="where">The option.</param>
public sealed class WeightSource(string path, string code, string where)
{
    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Wants the file to be there.</summary>
    /// <param name="expected">What file is expected.</param>
    /// <param name="fix">The way out.</param>
    /// <exception cref="JobException">There is no such file.</exception>
    public void Require(string expected, string fix)
    {
        if (!File.Exists(path)) throw Fault($"There is no file '{path}'", expected, fix);
    }

    /// <summary>Hashes the file.</summary>
    /// <param name="wanted">The SHA-256 that it must have, in hexadecimal; <see langword="null"/> for any.</param>
    /// <returns>The SHA-256, in lower-case hexadecimal.</returns>
    /// <exception cref="JobException">It has another one.</exception>
    public string Hash(string? wanted)
    {
        using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return wanted is null || string.Equals(wanted, hash, StringComparison.OrdinalIgnoreCase)
            ? hash
            : throw Fault($"'{path}' has the SHA-256 {hash}", wanted, "Take the file that the job was made for, or name this one's hash.");
    }

    /// <summary>Reads tensors, in the current dispose scope.</summary>
    /// <param name="names">The names of the module's state.</param>
    /// <returns>The file's content.</returns>
    /// <exception cref="JobException">The file cannot be read, or has numbers that are not finite.</exception>
    public WeightFile Read(IReadOnlyCollection<string> names)
    {
        try
        {
            var file = WeightFile.Read(path, names);
            return file.NotFinite() is { Count: > 0 } broken
                ? throw Fault(
                    $"'{path}' has numbers that are infinite or not a number in {broken.Count} tensors: {string.Join(", ", broken)}",
                    "finite weights", "Take an earlier file of that training: it had failed when this one was saved.")
                : file;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Fault($"'{path}' cannot be read: {exception.Message}", "a safetensors file, or a state dictionary saved by torch (.pth)",
                "Export the weights again.");
        }
    }

    /// <summary>The finding of something else that is wrong with the file.</summary>
    /// <param name="what">What.</param>
    /// <param name="expected">What is expected.</param>
    /// <param name="fix">The way out.</param>
    /// <returns>What to throw.</returns>
    public JobException Fault(string what, string expected, string fix) =>
        new(new Finding { Code = code, Where = where, What = what, Expected = expected, Fix = fix });
}
