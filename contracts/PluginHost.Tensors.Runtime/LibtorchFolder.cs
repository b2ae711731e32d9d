using System.Text.RegularExpressions;
using PluginHost.Contracts;
using PluginHost.Tensors.Runtime.Elf;

namespace PluginHost.Tensors.Runtime;

/// <summary>Where a libtorch was looked for.</summary>
internal enum LibtorchOrigin
{
    /// <summary>PLUGINHOST_LIBTORCH names it.</summary>
    Named,

    /// <summary>It lies beside the shared assemblies.</summary>
    Shared,

    /// <summary>It lies in the package cache.</summary>
    PackageCache,
}

/// <summary>A folder with <c>libtorch_cpu.so</c> and what belongs to it.</summary>
/// <param name="Path">The folder, absolute.</param>
/// <param name="Origin">Who named it.</param>
internal sealed partial record LibtorchFolder(string Path, LibtorchOrigin Origin)
{
    /// <summary>The variable that names another libtorch, such as a Python torch's folder <c>lib</c>.</summary>
    internal const string Variable = "PLUGINHOST_LIBTORCH";

    /// <summary>The library that every libtorch has.</summary>
    internal const string Core = "libtorch_cpu.so";

    /// <summary>The libraries of a libtorch in the order in which they are loaded; those for CUDA may be absent.</summary>
    internal static IReadOnlyList<string> Libraries { get; } = ["libc10.so", Core, "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>The files of <see cref="Libraries"/> that are there.</summary>
    internal IEnumerable<string> Files => Libraries.Select(name => System.IO.Path.Combine(Path, name)).Where(File.Exists);

    /// <summary>Finds libtorch: the named folder, else the one beside the shared assemblies, else the package cache.</summary>
    /// <param name="sharedNative">The folder <c>native</c> of the shared assemblies.</param>
    /// <param name="fault">Why none was found; else null.</param>
    internal static LibtorchFolder? Find(string sharedNative, out Finding? fault)
    {
        fault = null;
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return FindNamed(named, out fault);
        if (File.Exists(System.IO.Path.Combine(sharedNative, Core))) return new LibtorchFolder(sharedNative, LibtorchOrigin.Shared);
        var cached = InPackageCache(Packages.Libtorch);
        if (cached is not null && File.Exists(System.IO.Path.Combine(cached, Core)))
            return new LibtorchFolder(cached, LibtorchOrigin.PackageCache);
        fault = new Finding
        {
            Code = "TS0101",
            Where = "libtorch",
            What = $"libtorch was not found: neither {sharedNative} nor "
                + $"{cached ?? "the package cache, which is not known without HOME,"} has {Core}.",
            Fix = $"'dotnet host setup' fetches it; {Variable} names another one, such as the folder lib of a Python torch.",
        };
        return null;
    }

    /// <summary>Where the user's package cache has the native libraries of a package; null if no cache is known.</summary>
    internal static string? InPackageCache(RuntimePackage package) => UserCache.Packages is { } cache
        ? System.IO.Path.Combine(cache, package.Id, package.Version, "runtimes", "linux-x64", "native")
        : null;

    /// <summary>
    /// The version, such as <c>2.10.0</c>: a Python torch's version.py, a libtorch archive's build-version, the package's folder, or the
    /// number behind the library's file name; null where nothing tells it.
    /// </summary>
    internal string? Version()
    {
        if (Origin is LibtorchOrigin.Shared or LibtorchOrigin.PackageCache) return Packages.Libtorch.Version;
        var parent = System.IO.Path.GetDirectoryName(Path) ?? Path;
        var file = new FileInfo(System.IO.Path.Combine(Path, Core));
        return FirstMatch(System.IO.Path.Combine(parent, "version.py"), PythonVersion())
            ?? FirstMatch(System.IO.Path.Combine(parent, "build-version"), AnyVersion())
            ?? Group(AnyVersion().Match((file.ResolveLinkTarget(returnFinalTarget: true) ?? file).Name))
            ?? Group(PackageVersion().Match(Path));
    }

    private static LibtorchFolder? FindNamed(string folder, out Finding? fault)
    {
        fault = null;
        var isAbsolute = System.IO.Path.IsPathFullyQualified(folder);
        foreach (var candidate in isAbsolute ? (string[])[folder, System.IO.Path.Combine(folder, "lib")] : [])
        {
            if (File.Exists(System.IO.Path.Combine(candidate, Core)))
                return new LibtorchFolder(candidate, LibtorchOrigin.Named);
        }
        fault = new Finding
        {
            Code = "TS0102",
            Where = Variable,
            What = !isAbsolute ? $"'{folder}' is a relative path, which depends on where one stands."
                : Directory.Exists(folder) ? $"{folder} has no {Core}, nor has its folder lib."
                : File.Exists(folder) ? $"{folder} is a file, not a folder with libtorch."
                : $"{folder} does not exist.",
            Expected = $"a folder with {Core}, such as a Python torch's lib",
            Fix = $"Unset {Variable} to take the libtorch of this installation.",
        };
        return null;
    }

    private static string? FirstMatch(string path, Regex pattern)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length < 1 << 16 ? Group(pattern.Match(File.ReadAllText(path))) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Group(Match match) => match.Success ? match.Groups["version"].Value : null;

    [GeneratedRegex("""__version__\s*=\s*['"](?<version>[^'"]+)['"]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PythonVersion();

    [GeneratedRegex("""(?<version>\d+\.\d+(\.\d+)?(\+\w+)?)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnyVersion();

    [GeneratedRegex("""libtorch-[^/]*/(?<version>\d+\.\d+\.\d+)[^/]*/runtimes/""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageVersion();
}
