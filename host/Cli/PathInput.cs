using System.CommandLine;
using System.CommandLine.Parsing;

namespace PluginHost.Cli;

/// <summary>Paths on the command line: checked while it is parsed, before anything is resolved.</summary>
internal static class PathInput
{
    private const int Longest = 4096;

    /// <summary>Marks an option whose values are paths.</summary>
    public static Option<T> OfPaths<T>(this Option<T> option)
    {
        option.Validators.Add(result => Check(result, option.Name, result.Tokens));
        return option;
    }

    /// <summary>Marks an argument whose values are paths.</summary>
    public static Argument<T> OfPaths<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result => Check(result, argument.Name, result.Tokens));
        return argument;
    }

    /// <summary>A checked path: absolute, without a separator at its end.</summary>
    public static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Why a text is no path; <see langword="null"/> if it may be one.</summary>
    public static string? Fault(string text)
    {
        if (text.Length == 0) return "is empty";
        if (string.IsNullOrWhiteSpace(text)) return "is blank";
        if (text.Contains('\0', StringComparison.Ordinal)) return "holds a null character";
        return text.Length > Longest ? $"has {text.Length} characters, more than any path" : null;
    }

    private static void Check(SymbolResult result, string name, IEnumerable<Token> tokens)
    {
        foreach (var token in tokens)
        {
            if (Fault(token.Value) is { } fault) result.AddError($"'{name}' takes a path, and the text given {fault}");
        }
    }
}
