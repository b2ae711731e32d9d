namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>Names that are C# keywords get their sign; PyTorch has many of them.</summary>
internal static class Identifier
{
    private static readonly HashSet<string> Keywords = new(
        """
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
        explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
        object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static
        string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    public static string Of(string name) => Keywords.Contains(name) ? "@" + name : name;
}
