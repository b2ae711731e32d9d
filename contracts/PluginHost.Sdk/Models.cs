using System.Collections;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PluginHost.Sdk;

/// <summary>One component as the generator writes it: names and texts only, so that an unchanged class is not written again.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name within the kind.</param>
/// <param name="Contract">The contract, fully qualified.</param>
/// <param name="Implementation">The class, fully qualified.</param>
/// <param name="Options">The options class, fully qualified, or <see langword="null"/>.</param>
/// <param name="Description">One line, or <see langword="null"/>.</param>
/// <param name="Needs">Capabilities it needs and why.</param>
/// <param name="JobKeys">Names of kinds in its jobs.</param>
/// <param name="Declares">Facts about it, by name.</param>
/// <param name="Evidence">Tests, each with the comparison that it has figures in or <see langword="null"/>.</param>
/// <param name="Types">Every type that its options consist of.</param>
/// <param name="Place">Where it is declared.</param>
internal sealed record ComponentModel(
    string Kind,
    string Name,
    string Contract,
    string Implementation,
    string? Options,
    string? Description,
    Sequence<(string Capability, string Why)> Needs,
    Sequence<(string Key, string Kind)> JobKeys,
    Sequence<(string Name, string Text)> Declares,
    Sequence<(string Test, string? Table)> Evidence,
    Sequence<OptionType> Types,
    Place? Place);

/// <summary>How a type of an option becomes JSON.</summary>
internal enum TypeShape
{
    /// <summary>A converter of <c>JsonMetadataServices</c>.</summary>
    Simple,
    Enum,
    Nullable,
    Object,
    Array,
    Collection,
    Dictionary,
}

/// <summary>A type that an option has.</summary>
/// <param name="Name">Fully qualified.</param>
/// <param name="Shape">How it becomes JSON.</param>
/// <param name="Maker">For simple types the converter, for collections and dictionaries the factory in <c>JsonMetadataServices</c>.</param>
/// <param name="Element">The type inside a nullable, array, collection or dictionary.</param>
/// <param name="Properties">The options of an object.</param>
internal sealed record OptionType(string Name, TypeShape Shape, string? Maker, string? Element, Sequence<OptionProperty> Properties);

/// <summary>One option.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="JsonName">Its name in JSON where an attribute gives one.</param>
/// <param name="DeclaringType">The class that declares it, fully qualified.</param>
/// <param name="Type">Its type, fully qualified.</param>
/// <param name="Description">Its description from the XML summary, or <see langword="null"/>.</param>
/// <param name="InitOnly">Whether it can be set only while the object is made.</param>
/// <param name="NotNull">Whether <see langword="null"/> is no value of it though its type is a class.</param>
internal sealed record OptionProperty(
    string Name,
    string? JsonName,
    string DeclaringType,
    string Type,
    string? Description,
    bool InitOnly,
    bool NotNull);

/// <summary>A finding of the generator.</summary>
/// <param name="Descriptor">What kind of finding.</param>
/// <param name="Place">Where.</param>
/// <param name="Arguments">What fills the message.</param>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Place? Place, Sequence<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place?.ToLocation(), [.. Arguments]);
}

/// <summary>A place in the source, without the syntax tree that a <see cref="Location"/> would keep alive.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place? Of(ISymbol symbol) => Of(symbol.Locations.FirstOrDefault(location => location.IsInSource));

    public static Place? Of(Location? location) => location?.SourceTree is { } tree
        ? new Place(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
        : null;

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>A list that equals another with equal items, as incremental steps need it.</summary>
/// <typeparam name="T">The items.</typeparam>
internal readonly struct Sequence<T>(ImmutableArray<T> items) : IEquatable<Sequence<T>>, IReadOnlyCollection<T>
{
    private readonly ImmutableArray<T> _items = items;

    public int Count => Items.Length;

    private ImmutableArray<T> Items => _items.IsDefault ? [] : _items;

    public bool Equals(Sequence<T> other) => Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is Sequence<T> other && Equals(other);

    public override int GetHashCode() => Items.Aggregate(17, (hash, item) => unchecked((hash * 31) + (item?.GetHashCode() ?? 0)));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static class Sequence
{
    public static Sequence<T> ToSequence<T>(this IEnumerable<T> items) => new([.. items]);
}
