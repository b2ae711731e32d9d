using System.Reflection;
using System.Reflection.Metadata;

namespace PluginHost.Verification;

/// <summary>A type as metadata shows it.</summary>
internal sealed record ManagedType
{
    private const int DeepestNesting = 100;

    public required string FullName { get; init; }

    public required bool IsConcrete { get; init; }

    public required bool HasPublicParameterlessConstructor { get; init; }

    /// <summary>The base class's full name, or <see langword="null"/> if it has none or is a constructed generic.</summary>
    public required string? BaseType { get; init; }

    /// <summary>The full names of the interfaces that the type itself lists (constructed generics left out).</summary>
    public required IReadOnlyList<string> Interfaces { get; init; }

    public static ManagedType Read(MetadataReader metadata, TypeDefinition type) => new()
    {
        FullName = FullNameOf(metadata, type),
        IsConcrete = (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Interface)) == default,
        HasPublicParameterlessConstructor = type.GetMethods()
            .Select(metadata.GetMethodDefinition)
            .Any(method => IsEntryConstructor(metadata, method)),
        BaseType = NameOf(metadata, type.BaseType),
        Interfaces = [.. type.GetInterfaceImplementations()
            .Select(handle => NameOf(metadata, metadata.GetInterfaceImplementation(handle).Interface))
            .OfType<string>()],
    };

    private static bool IsEntryConstructor(MetadataReader metadata, MethodDefinition method)
    {
        if (metadata.GetString(method.Name) != ".ctor"
            || (method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public)
            return false;
        var signature = metadata.GetBlobReader(method.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger() == 0;
    }

    /// <summary>Nesting in a crafted file may be a circle; what no compiler writes is refused.</summary>
    private static string FullNameOf(MetadataReader metadata, TypeDefinition type, int depth = 0)
    {
        if (depth > DeepestNesting) throw new BadImageFormatException("types are nested too deeply");
        var name = metadata.GetString(type.Name);
        var declaring = type.GetDeclaringType();
        if (!declaring.IsNil) return $"{FullNameOf(metadata, metadata.GetTypeDefinition(declaring), depth + 1)}+{name}";
        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    private static string? NameOf(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.IsNil) return null;
        if (handle.Kind == HandleKind.TypeDefinition) return FullNameOf(metadata, metadata.GetTypeDefinition((TypeDefinitionHandle)handle));
        if (handle.Kind != HandleKind.TypeReference) return null;
        var reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
        var space = metadata.GetString(reference.Namespace);
        var name = metadata.GetString(reference.Name);
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
