using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace PluginHost.Sdk;

/// <summary>Reads a class with <c>[Component]</c>: its contract, options, needs and texts, or what is wrong with it.</summary>
internal sealed class ComponentReader
{
    /// <summary>The attribute that makes a class a component.</summary>
    public const string Attribute = "PluginHost.Contracts.ComponentAttribute";

    private const int LongestName = 100;
    private const string Contracts = "PluginHost.Contracts";

    private readonly INamedTypeSymbol _type;
    private readonly AttributeData _attribute;
    private readonly CancellationToken _cancellation;
    private readonly List<Problem> _problems = [];
    private readonly Place? _place;

    private ComponentReader(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        _type = (INamedTypeSymbol)context.TargetSymbol;
        _attribute = context.Attributes[0];
        _cancellation = cancellation;
        _place = Place.Of(_type);
    }

    /// <summary>Reads a class.</summary>
    /// <returns>The component, or <see langword="null"/> with problems.</returns>
    public static (ComponentModel? Component, Sequence<Problem> Problems) Read(
        GeneratorAttributeSyntaxContext context,
        CancellationToken cancellation)
    {
        var reader = new ComponentReader(context, cancellation);
        var component = reader.Read();
        return (reader._problems.Count == 0 ? component : null, reader._problems.ToSequence());
    }

    private ComponentModel? Read()
    {
        var name = _attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        CheckWord(name);
        CheckClass();
        var contract = FindContract();
        var options = FindOptions();
        var reader = new OptionsReader(_problems, _cancellation);
        if (options is not null) reader.Read(options, _place);
        if (contract is null) return null;
        return new ComponentModel(
            Kind(contract)!,
            name,
            OptionsReader.NameOf(contract),
            OptionsReader.NameOf(_type),
            options is null ? null : OptionsReader.NameOf(options),
            Summary.FirstSentence(Summary.Of(_type, _cancellation)),
            Attributes("NeedsAttribute")
                .Select(need => (OptionsReader.NameOf(need.AttributeClass!.TypeArguments[0]), Argument(need, 0)))
                .ToSequence(),
            Attributes("JobKeyAttribute").Select(JobKey).ToSequence(),
            Attributes("DeclaresAttribute").Select(Declared).ToSequence(),
            Attributes("EvidenceAttribute")
                .Select(test => (Argument(test, 0), test.NamedArguments.FirstOrDefault(argument => argument.Key == "Table").Value.Value as string))
                .ToSequence(),
            reader.Types.ToSequence(),
            _place);
    }

    private (string Key, string Kind) JobKey(AttributeData attribute)
    {
        CheckWord(Argument(attribute, 0));
        CheckWord(Argument(attribute, 1));
        return (Argument(attribute, 0), Argument(attribute, 1));
    }

    private (string Name, string Text) Declared(AttributeData attribute)
    {
        CheckWord(Argument(attribute, 0));
        return (Argument(attribute, 0), Argument(attribute, 1));
    }

    private static string Argument(AttributeData attribute, int index) =>
        attribute.ConstructorArguments.ElementAtOrDefault(index).Value as string ?? "";

    private IEnumerable<AttributeData> Attributes(string name) => _type.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } type
            && type.Name == name
            && type.ContainingNamespace.ToDisplayString() == Contracts);

    private void CheckWord(string word)
    {
        if (word.Length > LongestName || !Regex.IsMatch(word, "^[a-z0-9]+(-[a-z0-9]+)*\\z")) Add(SdkDiagnostics.BadName, word);
    }

    private void CheckClass()
    {
        var constructors = _type.InstanceConstructors.Count(constructor => constructor.DeclaredAccessibility == Accessibility.Public);
        var fault = _type.IsStatic ? "is static"
            : _type.IsAbstract ? "is abstract"
            : _type.IsGenericType ? "is generic"
            : IsHidden() ? "is private"
            : constructors == 0 ? "has no public constructor"
            : constructors > 1 ? $"has {constructors} public constructors"
            : null;
        if (fault is not null) Add(SdkDiagnostics.ComponentClass, ShortName(_type), fault);
    }

    private bool IsHidden()
    {
        for (var type = _type; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected || type.IsFileLocal) return true;
        }

        return false;
    }

    private INamedTypeSymbol? FindContract()
    {
        if (Named("Contract") is { } stated)
        {
            var fitting = stated.AllInterfaces.Add(stated).Where(type => Kind(type) is not null).ToArray();
            if (fitting.Length == 1 && _type.AllInterfaces.Contains(fitting[0], SymbolEqualityComparer.Default)) return fitting[0];
            Add(SdkDiagnostics.WrongContract, ShortName(_type), ShortName(stated));
            return null;
        }

        var contracts = _type.AllInterfaces.Where(type => Kind(type) is not null).ToArray();
        if (contracts.Length == 1) return contracts[0];
        if (contracts.Length == 0) Add(SdkDiagnostics.NoContract, ShortName(_type));
        else Add(SdkDiagnostics.SeveralContracts, ShortName(_type), Join(contracts), ShortName(contracts[0]));
        return null;
    }

    private INamedTypeSymbol? FindOptions()
    {
        if (Named("Options") is { } stated) return stated;
        var candidates = _type.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
            .SelectMany(constructor => constructor.Parameters)
            .Select(parameter => parameter.Type)
            .OfType<INamedTypeSymbol>()
            .Where(type => type.TypeKind == TypeKind.Class
                && type.Name.EndsWith("Options", StringComparison.Ordinal)
                && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _type.ContainingAssembly))
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .ToArray();
        if (candidates.Length > 1) Add(SdkDiagnostics.SeveralOptions, ShortName(_type), Join(candidates), ShortName(candidates[0]));
        return candidates.Length == 1 ? candidates[0] : null;
    }

    private INamedTypeSymbol? Named(string property) =>
        _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value.Value as INamedTypeSymbol;

    private static string? Kind(INamedTypeSymbol type) => type.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == Contracts + ".ComponentKindAttribute")
        ?.ConstructorArguments.FirstOrDefault().Value as string;

    private static string ShortName(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string Join(IEnumerable<ISymbol> symbols) => string.Join(", ", symbols.Select(ShortName));

    private void Add(DiagnosticDescriptor descriptor, params string[] arguments) =>
        _problems.Add(new Problem(descriptor, _place, arguments.ToSequence()));
}
