using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PluginHost.Layout;
using PluginHost.Packages;

namespace PluginHost.Scaffolds;

/// <summary>
/// Makes NuGet packages of this installation's contracts, tensor layer and conformance kit, so that a project outside can be built
/// against exactly
/// them. The version ends with a hash of the contents: a package cache can never serve others under it.
/// </summary>
internal sealed class LocalFeed(HostLayout layout)
{
    public const string PropsFile = "PluginHost.props";
    private const string Library = "lib/net10.0/";

    private const string KitProps = """
        <Project>
          <ItemGroup>
            <AssemblyMetadata Include="PluginHost.Plugins" Value="$(MSBuildThisFileDirectory)../plugins" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>What is missing for the feed, as absolute paths.</summary>
    public IEnumerable<string> Missing =>
        Packages(checkOnly: true).SelectMany(package => package.Files.Values).Where(file => !File.Exists(file));

    /// <summary>Writes the packages and the properties that name their version; removes those of another version.</summary>
    /// <returns>The version.</returns>
    public string Write(string folder)
    {
        var packages = Packages(checkOnly: false);
        var version = $"{ContractsVersion()}-local.h{Hash(packages)}";
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "PluginHost.*.nupkg")) File.Delete(old);
        foreach (var package in packages)
        {
            var dependencies = package.Siblings.Select(sibling => KeyValuePair.Create(sibling, version)).Concat(package.Others);
            var contents = package.Files.ToDictionary(file => file.Key, file => (Func<Stream>)(() => File.OpenRead(file.Value)));
            foreach (var (path, text) in package.Texts) contents[path] = () => new MemoryStream(Encoding.UTF8.GetBytes(text));
            var metadata = Nuspec.OfLibrary(package.Id, version, package.Description, dependencies);
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

    private FeedPackage[] Packages(bool checkOnly)
    {
        var native = $"runtimes/linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}/native/libpluginhost_torch.so";
        var kit = Path.Combine(layout.KitDirectory, "PluginHost.PluginKit.dll");
        var recorded = Path.ChangeExtension(kit, ".deps.json");
        return
        [
            new()
            {
                Id = "PluginHost.Contracts",
                Description = "What a plugin sees of the host.",
                Files = Assembly("PluginHost.Contracts"),
            },
            new()
            {
                Id = "PluginHost.Tensors",
                Description = "The tensor layer: TorchSharp's public names over any libtorch.",
                Files = new Dictionary<string, string>(Assembly("TorchSharp"), StringComparer.Ordinal)
                {
                    [native] = Path.Combine(layout.SharedDirectory, "libpluginhost_torch.so"),
                },
            },
            new()
            {
                Id = "PluginHost.Contracts.Learning",
                Description = "The learning contracts, over tensors.",
                Files = Assembly("PluginHost.Contracts.Learning"),
                Siblings = ["PluginHost.Contracts", "PluginHost.Tensors"],
            },
            new()
            {
                Id = "PluginHost.PluginKit",
                Description = "Conformance tests that any plugin's tests inherit.",
                Files = Kit(kit),
                Texts = new Dictionary<string, string>(StringComparer.Ordinal) { ["build/PluginHost.PluginKit.props"] = KitProps },
                Siblings = ["PluginHost.Contracts", "PluginHost.Contracts.Learning", "PluginHost.Tensors"],
                Others = checkOnly ? [] : KitDependencies.Read(recorded),
            },
        ];
    }

    private Dictionary<string, string> Assembly(string name) => WithDocumentation(Path.Combine(layout.SharedDirectory, name + ".dll"));

    private static Dictionary<string, string> WithDocumentation(string file)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [Library + Path.GetFileName(file)] = file };
        var xml = Path.ChangeExtension(file, ".xml");
        if (File.Exists(xml)) files[Library + Path.GetFileName(xml)] = xml;
        return files;
    }

    /// <summary>The kit, the kernel that it loads plugins with, and the plugins that fill the rest of its jobs.</summary>
    private Dictionary<string, string> Kit(string kit)
    {
        var files = WithDocumentation(kit);
        files[Library + "dotnet-host.dll"] = Path.Combine(layout.HostDirectory, "dotnet-host.dll");
        if (!Directory.Exists(layout.PluginsDirectory)) return files;
        foreach (var file in Directory.EnumerateFiles(layout.PluginsDirectory, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(file) is ".pdb" or ".xml") continue;
            files[$"plugins/{Path.GetRelativePath(layout.PluginsDirectory, file).Replace('\\', '/')}"] = file;
        }

        return files;
    }

}
