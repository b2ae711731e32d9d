using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PluginHost.Sdk.Build;

/// <summary>What the metadata of a compiled assembly says; nothing of it is loaded.</summary>
internal sealed class CompiledAssembly
{
    private CompiledAssembly(MetadataReader reader)
    {
        foreach (var handle in reader.AssemblyReferences)
        {
            var reference = reader.GetAssemblyReference(handle);
            References[reader.GetString(reference.Name)] = reference.Version;
        }

        foreach (var handle in reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (!IsAssemblyMetadata(reader, attribute)) continue;
            var blob = reader.GetBlobReader(attribute.Value);
            if (blob.ReadUInt16() != 1) continue;
            if (blob.ReadSerializedString() is { } key && blob.ReadSerializedString() is { } value) Facts[key] = value;
        }

        HasOptions = reader.TypeDefinitions.Any(handle => reader.GetString(reader.GetTypeDefinition(handle).Name) == "PluginOptionsJson");
    }

    /// <summary>Whether the generator wrote code for the options of its components.</summary>
    public bool HasOptions { get; }

    /// <summary>The assemblies that it was compiled against and uses, by name.</summary>
    public Dictionary<string, Version> References { get; } = new(StringComparer.Ordinal);

    /// <summary>Its <c>AssemblyMetadata</c> attributes.</summary>
    public Dictionary<string, string> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads an assembly; <see langword="null"/> if the file is none.</summary>
    public static CompiledAssembly? Read(string path)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        return image.HasMetadata ? new CompiledAssembly(image.GetMetadataReader()) : null;
    }

    private static bool IsAssemblyMetadata(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return parent.Kind == HandleKind.TypeReference
            && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name) == "AssemblyMetadataAttribute";
    }
}
