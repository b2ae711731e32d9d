using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PluginHost.Tests;

/// <summary>Writes assemblies without any type: what verification and loading look at is in their metadata.</summary>
internal static class StubAssembly
{
    /// <summary>Writes an assembly.</summary>
    /// <param name="folder">Where to; its file is named after it.</param>
    /// <param name="name">Its simple name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="references">What it was built against.</param>
    /// <param name="machine">The processor it is for; any by default.</param>
    public static string Write(
        string folder,
        string name,
        string version,
        IEnumerable<(string Name, string Version)>? references = null,
        Machine machine = Machine.Unknown)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString($"{name}.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), Version.Parse(version), default, default, default, default);
        foreach (var (reference, built) in references ?? [])
            metadata.AddAssemblyReference(metadata.GetOrAddString(reference), Version.Parse(built), default, default, default, default);
        metadata.AddTypeDefinition(
            default,
            default,
            metadata.GetOrAddString("<Module>"),
            default,
            MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        var header = new PEHeaderBuilder(
            machine: machine,
            imageCharacteristics: Characteristics.ExecutableImage | Characteristics.Dll | Characteristics.LargeAddressAware);
        var image = new BlobBuilder();
        new ManagedPEBuilder(header, new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.dll");
        File.WriteAllBytes(file, [.. image.ToImmutableArray()]);
        return file;
    }
}
