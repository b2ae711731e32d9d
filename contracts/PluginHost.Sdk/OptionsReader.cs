using Microsoft.CodeAnalysis;

namespace PluginHost.Sdk;

/// <summary>Reads an options class and everything below it.</summary>
internal sealed class OptionsReader(List<Problem> problems, CancellationToken cancellation)
{
    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat;

    private readonly Dictionary<string, OptionType?> _types = new(StringComparer.Ordinal);

    /// <summary>The types read, each once.</summary>
    public IEnumerable<OptionType> Types => _types.Values.OfType<OptionType>();

    /// <summary>The name of a type as generated code writes it.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Reads an options class; problems are added for whatever in it can be no option.</summary>
    public void Read(INamedTypeSymbol options, Place? place)
    {
        if (HasDefaults(options)) ReadObject(options, place);
        else problems.Add(new Problem(SdkDiagnostics.OptionsConstructor, Place.Of(options) ?? place, Arguments(options)));
    }

    private static Sequence<string> Arguments(params ISymbol[] symbols) =>
        symbols.Select(symbol => symbol.ToDisplayString(Short)).ToSequence();

    private static bool HasDefaults(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false }
        && type.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 0 && IsVisible(constructor));

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility == Accessibility.Public
        || (symbol.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && symbol.Locations.Any(location => location.IsInSource));

    private void ReadObject(INamedTypeSymbol type, Place? place)
    {
        var name = NameOf(type);
        // Stands there before its properties are read: a class may hold itself.
        _types[name] = null;
        var properties = new List<OptionProperty>();
        for (var level = type; level is not null && level.SpecialType != SpecialType.System_Object; level = level.BaseType)
        {
            foreach (var property in level.GetMembers().OfType<IPropertySymbol>().Where(IsOption))
            {
                if (properties.Exists(known => known.Name == property.Name)) continue;
                var where = Place.Of(property) ?? place;
                if (property.IsRequired) problems.Add(new Problem(SdkDiagnostics.RequiredMember, where, Arguments(property)));
                else if (ReadType(property.Type, where)) properties.Add(Property(property));
                else problems.Add(new Problem(SdkDiagnostics.OptionType, where, Arguments(property, property.Type)));
            }
        }

        _types[name] = new OptionType(name, TypeShape.Object, null, null, properties.ToSequence());
    }

    private static bool IsOption(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null, SetMethod: { } set }
        && set.DeclaredAccessibility == Accessibility.Public
        && !property.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "JsonIgnoreAttribute");

    private OptionProperty Property(IPropertySymbol property)
    {
        var attributes = property.GetAttributes();
        var named = attributes.FirstOrDefault(attribute => attribute.AttributeClass?.Name == "JsonPropertyNameAttribute");
        var isDescribed = attributes.Any(attribute => attribute.AttributeClass?.ToDisplayString() == "System.ComponentModel.DescriptionAttribute");
        return new OptionProperty(
            property.Name,
            named?.ConstructorArguments.FirstOrDefault().Value as string,
            NameOf(property.ContainingType),
            NameOf(property.Type),
            isDescribed ? null : Summary.Of(property, cancellation),
            property.SetMethod!.IsInitOnly,
            property.Type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated });
    }

    /// <summary>Reads a type; <see langword="false"/> if no option can have it.</summary>
    private bool ReadType(ITypeSymbol type, Place? place)
    {
        var name = NameOf(type);
        if (_types.ContainsKey(name)) return true;
        if (Converter(type.SpecialType) is { } converter) return Add(name, TypeShape.Simple, converter, null);
        switch (type)
        {
            case { TypeKind: TypeKind.Enum }:
                return Add(name, TypeShape.Enum, null, null);
            case IArrayTypeSymbol { Rank: 1 } array:
                return ReadType(array.ElementType, place) && Add(name, TypeShape.Array, null, array.ElementType);
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable:
                return ReadType(nullable.TypeArguments[0], place) && Add(name, TypeShape.Nullable, null, nullable.TypeArguments[0]);
            case INamedTypeSymbol { IsGenericType: true } generic:
                return ReadGeneric(generic, name, place);
            case INamedTypeSymbol { TypeKind: TypeKind.Class } options when HasDefaults(options) && !IsSystem(options):
                ReadObject(options, place);
                return true;
            default:
                return false;
        }
    }

    private bool ReadGeneric(INamedTypeSymbol type, string name, Place? place)
    {
        var arguments = type.TypeArguments;
        if (type.ContainingNamespace?.ToDisplayString() != "System.Collections.Generic") return false;
        var collection = type.Name switch
        {
            "List" => "CreateListInfo",
            "IList" => "CreateIListInfo",
            "ICollection" => "CreateICollectionInfo",
            "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" => "CreateIEnumerableInfo",
            _ => null,
        };
        if (collection is not null) return ReadType(arguments[0], place) && Add(name, TypeShape.Collection, collection, arguments[0]);
        var dictionary = type.Name switch
        {
            "Dictionary" => "CreateDictionaryInfo",
            "IDictionary" => "CreateIDictionaryInfo",
            "IReadOnlyDictionary" => "CreateIReadOnlyDictionaryInfo",
            _ => null,
        };
        return dictionary is not null
            && arguments[0].SpecialType == SpecialType.System_String
            && ReadType(arguments[0], place)
            && ReadType(arguments[1], place)
            && Add(name, TypeShape.Dictionary, dictionary, arguments[1]);
    }

    private bool Add(string name, TypeShape shape, string? maker, ITypeSymbol? element)
    {
        _types[name] = new OptionType(name, shape, maker, element is null ? null : NameOf(element), default);
        return true;
    }

    private static bool IsSystem(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is { } space
        && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));

    private static string? Converter(SpecialType type) => type switch
    {
        SpecialType.System_String => "StringConverter",
        SpecialType.System_Boolean => "BooleanConverter",
        SpecialType.System_Int32 => "Int32Converter",
        SpecialType.System_Int64 => "Int64Converter",
        SpecialType.System_Double => "DoubleConverter",
        SpecialType.System_Single => "SingleConverter",
        SpecialType.System_Byte => "ByteConverter",
        SpecialType.System_Int16 => "Int16Converter",
        SpecialType.System_UInt16 => "UInt16Converter",
        SpecialType.System_UInt32 => "UInt32Converter",
        SpecialType.System_UInt64 => "UInt64Converter",
        SpecialType.System_Decimal => "DecimalConverter",
        _ => null,
    };
}
