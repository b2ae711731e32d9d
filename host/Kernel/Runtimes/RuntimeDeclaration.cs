using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PluginHost.Contracts;

namespace PluginHost.Runtimes;

/// <summary>Reads from an assembly's metadata which of its classes is a shared runtime; the assembly is not loaded.</summary>
internal static class RuntimeDeclaration
{
    /// <summary>The class' full name; <see langword="null"/> if the file declares none or is no assembly.</summary>
    public static string? Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata) return null;
            var metadata = image.GetMetadataReader();
            if (!metadata.IsAssembly) return null;
            foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
            {
                var attribute = metadata.GetCustomAttribute(handle);
                if (!IsDeclaration(metadata, attribute)) continue;
                var value = metadata.GetBlobReader(attribute.Value);
                // The class stands as a text, with its assembly behind a comma where that is another one.
                return value.ReadUInt16() == 1 ? value.ReadSerializedString()?.Split(',')[0] : null;
            }
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // No assembly, so no runtime either; whoever loads it hears what is wrong with it.
        }

        return null;
    }

    private static bool IsDeclaration(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference) return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(SharedRuntimeAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(SharedRuntimeAttribute).Namespace!);
    }
}
