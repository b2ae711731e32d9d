using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PluginHost.Verification;

/// <summary>What the metadata of an assembly file says; the assembly itself is never loaded.</summary>
internal sealed class ManagedFile
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required Version Version { get; init; }

    /// <summary>Such as <c>.NETCoreApp,Version=v10.0</c>; <see langword="null"/> if the assembly does not say.</summary>
    public required string? TargetFramework { get; init; }

    public required IReadOnlyList<(string Name, Version Version)> References { get; init; }

    /// <summary>The classes, by full name.</summary>
    public required IReadOnlyDictionary<string, ManagedType> Types { get; init; }

    /// <summary>Reads a file; <see langword="null"/> if it is no managed assembly.</summary>
    public static ManagedFile? TryRead(string path) => Open(path, metadata => metadata.IsAssembly ? Read(path, metadata) : null);

    /// <summary>The simple names of the assemblies that a file refers to, and nothing else of it; none if it is no managed file.</summary>
    public static IReadOnlyList<string> ReferencesOf(string path) =>
        Open(path, metadata => metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToArray()) ?? [];

    private static T? Open<T>(string path, Func<MetadataReader, T?> read)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var image = new PEReader(stream);
            return image.HasMetadata ? read(image.GetMetadataReader()) : null;
        }
        catch (Exception)
        {
            // A crafted file can break the metadata reader in any way; none of them makes it an assembly.
            return null;
        }
    }

    private static ManagedFile Read(string path, MetadataReader metadata)
    {
        var definition = metadata.GetAssemblyDefinition();
        var references = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(
            reference => (metadata.GetString(reference.Name), reference.Version));
        var types = new Dictionary<string, ManagedType>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = ManagedType.Read(metadata, metadata.GetTypeDefinition(handle));
            types.TryAdd(type.FullName, type);
        }

        return new ManagedFile
        {
            Path = path,
            Name = metadata.GetString(definition.Name),
            Version = definition.Version,
            TargetFramework = ReadTargetFramework(metadata, definition),
            References = [.. references],
            Types = types,
        };
    }

    private static string? ReadTargetFramework(MetadataReader metadata, AssemblyDefinition definition)
    {
        foreach (var handle in definition.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference) continue;
            if (metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) != "TargetFrameworkAttribute") continue;
            var value = metadata.GetBlobReader(attribute.Value);
            return value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
        }

        return null;
    }
}
