using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PluginHost.Contracts;
using PluginHost.Tensors.Runtime.Elf;

namespace PluginHost.Tensors.Runtime;

/// <summary>
/// Whether a libtorch that the user named works under TorchSharp, which is built for one version: it must have the symbols, and where it is
/// another version, operators with known results must come out right in a process of its own.
/// </summary>
internal static class LibtorchFit
{
    private const int ShownSymbols = 4;
    private const int ShownOutputLines = 4;

    /// <summary>Looks whether a libtorch fits. A good answer is kept in the user's cache until a file changes.</summary>
    /// <param name="folder">The libtorch.</param>
    /// <param name="shim"><c>libLibTorchSharp.so</c>.</param>
    /// <param name="trial">Runs <see cref="OperatorBattery"/> in a process of its own; null where that cannot be done.</param>
    /// <returns>Why it does not fit; null where it does.</returns>
    internal static Finding? Check(LibtorchFolder folder, string shim, Func<RuntimeTrial>? trial)
    {
        var answer = AnswerFile(folder, shim);
        if (answer is not null && File.Exists(answer)) return null;
        try
        {
            var version = folder.Version();
            var isBuiltFor = IsBuiltFor(version);
            var fault = MissingSymbols(folder, shim, version) ?? OtherName(folder) ?? (isBuiltFor ? null : Try(folder, version, trial));
            if (fault is null && answer is not null && (trial is not null || isBuiltFor))
                Keep(answer, $"{folder.Path}: libtorch {version ?? "of unknown version"} fits\n");
            return fault;
        }
        catch (Exception failure) when (failure is ElfException or IOException or UnauthorizedAccessException)
        {
            return Misfit("TS0104", folder, $"the libtorch in {folder.Path} cannot be read: {failure.Message}.");
        }
    }

    /// <summary>The name in the source of a mangled C++ name, such as <c>at::Tensor::names</c>; what is none stays as it is.</summary>
    /// <remarks>Itanium C++ ABI, section 5.1: names with their lengths before them, inside N..E where they are nested.</remarks>
    internal static string Readable(string mangled)
    {
        var parts = new List<string>();
        var at = mangled.StartsWith("_ZN", StringComparison.Ordinal) ? 3
            : mangled.StartsWith("_Z", StringComparison.Ordinal) ? 2
            : mangled.Length;
        while (at < mangled.Length && mangled[at] is 'K' or 'V' or 'R' or 'O') at++;
        while (at < mangled.Length && char.IsAsciiDigit(mangled[at]))
        {
            var digits = mangled.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(mangled.AsSpan(at, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > mangled.Length - at - digits)
            {
                break;
            }
            parts.Add(mangled.Substring(at + digits, length));
            at += digits + length;
        }
        return parts.Count == 0 ? mangled : string.Join("::", parts);
    }

    private static bool IsBuiltFor(string? version) =>
        version?.Split('.') is [var major, var minor, ..]
        && Packages.Libtorch.Version.StartsWith($"{major}.{minor}.", StringComparison.Ordinal);

    private static Finding? MissingSymbols(LibtorchFolder folder, string shim, string? version)
    {
        HashSet<string> wanted;
        using (var file = ElfFile.Open(shim))
        {
            wanted = file.UndefinedSymbols().ToHashSet(StringComparer.Ordinal);
        }
        var all = wanted.Count;
        foreach (var library in folder.Files)
        {
            using var file = ElfFile.Open(library);
            file.RemoveDefined(wanted);
        }
        if (wanted.Count == 0) return null;
        var shown = wanted.Select(Readable).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(ShownSymbols);
        return Misfit(
            "TS0105",
            folder,
            $"{Versions(version, folder)}: it lacks {wanted.Count} of {all} functions that TorchSharp calls,"
            + $" such as {string.Join(", ", shown)}.");
    }

    private static Finding? OtherName(LibtorchFolder folder)
    {
        using var file = ElfFile.Open(Path.Combine(folder.Path, LibtorchFolder.Core));
        return file.SoName() is var name && name == LibtorchFolder.Core
            ? null
            : Misfit("TS0106", folder, $"{file.Path} calls itself {name ?? "nothing"}, but TorchSharp asks for {LibtorchFolder.Core}.");
    }

    private static Finding? Try(LibtorchFolder folder, string? version, Func<RuntimeTrial>? trial)
    {
        if (trial?.Invoke() is not { ExitCode: not 0 } ended) return null;
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var how = ended.ExitCode > 128 ? $"a trial was ended by signal {ended.ExitCode - 128}" : "a trial failed";
        return Misfit("TS0107", folder, $"{Versions(version, folder)}: {how}: {string.Join(" / ", lines.TakeLast(ShownOutputLines))}.");
    }

    private static string Versions(string? version, LibtorchFolder folder) =>
        $"libtorch {version ?? "of unknown version"} in {folder.Path} does not fit TorchSharp {Packages.TorchSharp.Version},"
        + $" which is built for libtorch {Packages.Libtorch.Version}";

    private static Finding Misfit(string code, LibtorchFolder folder, string what) => new()
    {
        Code = code,
        Where = folder.Origin == LibtorchOrigin.Named ? LibtorchFolder.Variable : "libtorch",
        What = what,
        Fix = $"Name a libtorch {Packages.Libtorch.Version} in {LibtorchFolder.Variable}, or unset it for that of this installation.",
    };

    private static string? AnswerFile(LibtorchFolder folder, string shim)
    {
        var key = new StringBuilder(typeof(LibtorchFit).Assembly.ManifestModule.ModuleVersionId.ToString());
        foreach (var path in folder.Files.Append(shim))
        {
            var file = new FileInfo(path);
            var content = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            key.Append(CultureInfo.InvariantCulture, $"\n{path} {content.Length} {content.LastWriteTimeUtc.Ticks}");
        }
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString()));
        return UserCache.Folder("libtorch", Convert.ToHexStringLower(hash));
    }

    private static void Keep(string answer, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(answer)!);
            File.WriteAllText(answer, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next process looks again.
        }
    }
}
