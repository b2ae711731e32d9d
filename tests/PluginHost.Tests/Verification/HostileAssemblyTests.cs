using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Loading;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Tests.Verification;

/// <summary>Assemblies that no compiler writes: verification must come to an end, with a finding.</summary>
public class HostileAssemblyTests : IDisposable
{
    private const int Rounds = 1000;
    private static readonly SharedAssemblies Shared = new(Path.Combine(Workbench.Fixtures, "shared"));
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Classes_that_derive_from_each_other_in_a_circle_are_no_entry_point()
    {
        Emit((metadata, first, second) =>
        {
            var space = metadata.GetOrAddString("Fixtures.Good");
            metadata.AddTypeDefinition(TypeAttributes.Public, space, metadata.GetOrAddString("Plugins"), second, Field, Method);
            metadata.AddTypeDefinition(TypeAttributes.Public, space, metadata.GetOrAddString("Other"), first, Field, Method);
        });

        var result = await Verify();

        // Looking for a class that might have been meant, verification asks of each whether it is an entry point.
        result.ShouldExitWith(3).Finding("PH0309").ShouldContain("a class that implements PluginHost.Contracts.IPlugin");
    }

    [Fact]
    public async Task Classes_that_are_nested_in_each_other_in_a_circle_make_the_file_no_assembly()
    {
        Emit((metadata, first, second) =>
        {
            metadata.AddTypeDefinition(TypeAttributes.NestedPublic, default, metadata.GetOrAddString("Plugin"), default, Field, Method);
            metadata.AddTypeDefinition(TypeAttributes.NestedPublic, default, metadata.GetOrAddString("Other"), default, Field, Method);
            metadata.AddNestedType(first, second);
            metadata.AddNestedType(second, first);
        });

        var result = await Verify();

        result.ShouldExitWith(3).Finding("PH0308").ShouldContain("is no readable .NET assembly");
    }

    [Fact]
    public void Assemblies_with_changed_bytes_give_findings_or_pass()
    {
        var assembly = Path.Combine(_bench.CopyPlugin("word.good", "mine"), "word.good.dll");
        var sound = File.ReadAllBytes(assembly);
        var random = new RandomSource(11).Stream("mutations");
        var faulted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = (byte[])sound.Clone();
            for (var i = random.Next(5); i >= 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(assembly, bytes);
            var plugin = PluginDiscovery.Read(Folder);
            new PluginVerification(Shared, TrustPolicy.Open).Verify(plugin);
            plugin.Findings.HasErrors.ShouldBe(plugin.State == PluginState.Faulted);
            if (plugin.State == PluginState.Faulted) faulted++;
        }

        faulted.ShouldBeInRange(1, Rounds - 1);
    }

    private string Folder => Path.Combine(_bench.Folder, "mine");

    private static FieldDefinitionHandle Field => MetadataTokens.FieldDefinitionHandle(1);

    private static MethodDefinitionHandle Method => MetadataTokens.MethodDefinitionHandle(1);

    private Task<CliResult> Verify() =>
        Task.Run(() => _bench.Cli(["plugins", "verify", Folder])).WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Writes an assembly of the module's own class and two more over the plugin's.</summary>
    private void Emit(Action<MetadataBuilder, TypeDefinitionHandle, TypeDefinitionHandle> define)
    {
        var file = Path.Combine(_bench.CopyPlugin("word.good", "mine"), "word.good.dll");
        File.Delete(Path.ChangeExtension(file, ".pdb"));
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("word.good.dll"), metadata.GetOrAddGuid(Guid.Empty), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("word.good"), new Version(1, 0, 0, 0), default, default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, Field, Method);
        define(metadata, MetadataTokens.TypeDefinitionHandle(2), MetadataTokens.TypeDefinitionHandle(3));
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        File.WriteAllBytes(file, [.. image.ToImmutableArray()]);
    }
}
