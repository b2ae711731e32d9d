using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using PluginHost.Layout;
using PluginHost.Packages;
using PluginHost.Verification;

namespace PluginHost.Scaffolds;

/// <summary>
/// Makes NuGet packages of this installation's own shared assemblies, public libraries, Sdk and conformance kit, so that a project outside can be
/// built against exactly them. A shared assembly is our own if its build recorded its references beside it; the others are public packages, which a project
/// takes from its usual feeds. The version ends with a hash of the contents: a package cache can never serve others under it.
/// </summary>
internal sealed class LocalFeed(HostLayout layout)
{
    public const string PropsFile = "PluginHost.props";
    private const string Library = "lib/net10.0/";
    private const string RecordSuffix = ".deps.json";
    private const string KitName = "PluginHost.PluginKit";
    private const string HostName = "dotnet-host";
    private const string SdkName = "PluginHost.Sdk";
    private const string ContractsName = "PluginHost.Contracts";

    private static readonly string[] SdkFiles =
    [
        "analyzers/dotnet/cs/PluginHost.Sdk.dll", "tasks/netstandard2.0/PluginHost.Sdk.Build.dll",
        "build/PluginHost.Sdk.props", "build/PluginHost.Sdk.targets",
    ];

    private const string ReadmeFile = "README.md";

    private const string KitProps = """
        <Project>
          <ItemGroup>
            <AssemblyMetadata Include="PluginHost.Plugins" Value="$(MSBuildThisFileDirectory)../plugins" />
          </ItemGroup>
        </Project>
        """;

    private string KitAssembly => Path.Combine(layout.KitDirectory, $"{KitName}.dll");

    private string KitRecord => Path.ChangeExtension(KitAssembly, RecordSuffix);

    private string HostAssembly => Path.Combine(layout.HostDirectory, $"{HostName}.dll");

    /// <summary>What is missing for the feed, as absolute paths.</summary>
    public IEnumerable<string> Missing()
    {
        var needed = new SortedSet<string>(StringComparer.Ordinal) { KitAssembly, KitRecord, HostAssembly };
        needed.UnionWith(SdkFiles.Select(InSdk));
        if (File.Exists(KitRecord))
        {
            // Whatever the kit or a shared assembly was built with, other than the host itself, is a shared assembly of ours.
            var projects = RecordedDependencies.Read(KitRecord, KitName).Projects.Except([HostName])
                .Concat(SharedPackages().SelectMany(package => package.Siblings))
                .Distinct(StringComparer.Ordinal);
            foreach (var name in projects) needed.UnionWith([Shared($"{name}.dll"), Shared(name + RecordSuffix)]);
        }

        return needed.Where(file => !File.Exists(file));
    }

    /// <summary>Writes the packages and the properties that name their version; removes those of another version.</summary>
    /// <returns>The version.</returns>
    public string Write(string folder)
    {
        var packages = Packages();
        var version = $"{ContractsVersion()}-local.h{Hash(packages)}";
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "PluginHost.*.nupkg")) File.Delete(old);
        foreach (var package in packages)
        {
            var dependencies = package.Siblings.Select(sibling => KeyValuePair.Create(sibling, version)).Concat(package.Others);
            var contents = package.Files.ToDictionary(file => file.Key, file => (Func<Stream>)(() => File.OpenRead(file.Value)));
            foreach (var (path, text) in package.Texts) contents[path] = () => new MemoryStream(Encoding.UTF8.GetBytes(text));
            var readme = package.Files.ContainsKey(ReadmeFile) ? ReadmeFile : null;
            var metadata = Nuspec.OfLibrary(package.Id, version, package.Description, dependencies, readme);
            PackageWriter.Write(Path.Combine(folder, $"{package.Id}.{version}.nupkg"), metadata, contents);
        }

        File.WriteAllText(Path.Combine(folder, PropsFile), $"""
            <Project>
              <PropertyGroup>
                <PluginHostVersion>{version}</PluginHostVersion>
              </PropertyGroup>
            </Project>

            """.ReplaceLineEndings("\n"));
        return version;
    }

    private static string ContractsVersion() => typeof(Contracts.IPlugin).Assembly.GetName().Version!.ToString(3);

    private static string Hash(IEnumerable<FeedPackage> packages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, file) in packages.SelectMany(package => package.Files).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..10];
    }

    private string Shared(string name) => Path.Combine(layout.SharedDirectory, name);

    private FeedPackage[] Packages()
    {
        var shared = SharedPackages().ToArray();
        return [.. shared, .. PrivateLibraries(shared), Sdk(), Kit([.. shared.Select(package => package.Id)])];
    }

    private string InSdk(string file) => Path.Combine(layout.SdkDirectory, file);

    /// <summary>What makes a plugin of a class; with the contracts, since every plugin compiles against them.</summary>
    private FeedPackage Sdk() => new()
    {
        Id = SdkName,
        Description = "Makes a plugin of a class with [Component]: entry point, options' JSON code and plugin.json are written at build.",
        Files = SdkFiles.ToDictionary(file => file, InSdk, StringComparer.Ordinal),
        Siblings = [ContractsName],
    };

    private IEnumerable<FeedPackage> SharedPackages()
    {
        if (!Directory.Exists(layout.SharedDirectory)) yield break;
        foreach (var record in Directory.EnumerateFiles(layout.SharedDirectory, $"*{RecordSuffix}").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(record)[..^RecordSuffix.Length];
            var assembly = Shared($"{name}.dll");
            var recorded = RecordedDependencies.Read(record, name);
            yield return new FeedPackage
            {
                Id = name,
                Description = Describe(assembly) ?? $"{name}, which the host shares with plugins.",
                Files = WithDocumentation(assembly),
                Siblings = recorded.Projects,
                Others = recorded.Packages,
            };
        }
    }

    /// <summary>
    /// The libraries that a plugin carries. Their builds record no references to what the host shares: the assembly itself says which it has.
    /// </summary>
    private IEnumerable<FeedPackage> PrivateLibraries(IReadOnlyList<FeedPackage> shared)
    {
        if (!Directory.Exists(layout.LibrariesDirectory)) yield break;
        string[] names = [.. Directory.EnumerateDirectories(layout.LibrariesDirectory).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        var ours = shared.Select(package => package.Id).Concat(names).ToHashSet(StringComparer.Ordinal);
        var others = shared.SelectMany(package => package.Others).DistinctBy(pair => pair.Key).ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            var folder = Path.Combine(layout.LibrariesDirectory, name);
            var assembly = Path.Combine(folder, $"{name}.dll");
            var files = WithDocumentation(assembly);
            if (File.Exists(Path.Combine(folder, ReadmeFile))) files[ReadmeFile] = Path.Combine(folder, ReadmeFile);
            string[] references = [.. ManagedFile.TryRead(assembly)?.References.Select(reference => reference.Name) ?? []];
            var recorded = RecordedDependencies.Read(Path.Combine(folder, name + RecordSuffix), name).Packages;
            yield return new FeedPackage
            {
                Id = name,
                Description = Describe(assembly) ?? $"{name}, which plugins carry as a private copy.",
                Files = files,
                Siblings = [.. references.Where(ours.Contains)],
                Others =
                [
                    .. recorded,
                    .. others.Where(pair => references.Contains(pair.Key) && recorded.All(package => package.Key != pair.Key)),
                ],
            };
        }
    }

    /// <summary>The kit, the kernel that it loads plugins with, and the plugins that fill the rest of its jobs.</summary>
    private FeedPackage Kit(IReadOnlyList<string> libraries)
    {
        var files = WithDocumentation(KitAssembly);
        files[Library + Path.GetFileName(HostAssembly)] = HostAssembly;
        if (Directory.Exists(layout.PluginsDirectory))
        {
            foreach (var file in Directory.EnumerateFiles(layout.PluginsDirectory, "*", SearchOption.AllDirectories))
            {
                if (Path.GetExtension(file) is ".pdb" or ".xml") continue;
                files[$"plugins/{Path.GetRelativePath(layout.PluginsDirectory, file).Replace('\\', '/')}"] = file;
            }
        }

        return new FeedPackage
        {
            Id = KitName,
            Description = "Conformance tests that any plugin's tests inherit.",
            Files = files,
            Texts = new Dictionary<string, string>(StringComparer.Ordinal) { [$"build/{KitName}.props"] = KitProps },
            Siblings = libraries,
            Others = RecordedDependencies.Read(KitRecord, KitName, HostName).Packages,
        };
    }

    private static string? Describe(string assembly) =>
        File.Exists(assembly) && FileVersionInfo.GetVersionInfo(assembly).Comments is { Length: > 0 } description ? description : null;

    private static Dictionary<string, string> WithDocumentation(string file)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [Library + Path.GetFileName(file)] = file };
        var xml = Path.ChangeExtension(file, ".xml");
        if (File.Exists(xml)) files[Library + Path.GetFileName(xml)] = xml;
        return files;
    }
}
