using System.Reflection;
using System.Runtime.CompilerServices;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>The names of tuple elements of one signature, in the order in which its tuples are met, outer ones first.</summary>
internal sealed class TupleNames(IList<string?> names)
{
    private int _next;

    public static TupleNames Of(ICustomAttributeProvider member) => new(
        member.GetCustomAttributes(typeof(TupleElementNamesAttribute), inherit: false)
            .Cast<TupleElementNamesAttribute>()
            .FirstOrDefault()?.TransformNames ?? []);

    /// <summary>Takes the names of the next tuple; each empty or with a blank before it.</summary>
    public string[] Take(int count)
    {
        var taken = new string[count];
        for (var i = 0; i < count; i++, _next++)
            taken[i] = _next < names.Count && names[_next] is { } name ? " " + Identifier.Of(name) : "";
        return taken;
    }
}
