using System.Globalization;

namespace PluginHost.Json;

/// <summary>Paths into a JSON document, as people write them: <c>metric[0].options.window</c>.</summary>
internal static class JsonPath
{
    public static string Append(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";

    /// <summary>Appends a path that a component gave: it may start with an index.</summary>
    public static string Join(string path, string below) => below.StartsWith('[') ? path + below : Append(path, below);

    public static bool IsAtOrBelow(string path, string top) =>
        path.StartsWith(top, StringComparison.Ordinal) && (path.Length == top.Length || path[top.Length] is '.' or '[');

    /// <summary>Splits a path into names (strings) and indices (integers); <see langword="null"/> if it is malformed.</summary>
    public static IReadOnlyList<object>? Split(string path)
    {
        var parts = new List<object>();
        foreach (var piece in path.Split('.'))
        {
            var bracket = piece.IndexOf('[');
            var name = bracket < 0 ? piece : piece[..bracket];
            if (name.Length == 0) return null;
            parts.Add(name);
            if (bracket < 0) continue;
            foreach (var index in piece[(bracket + 1)..].Split('['))
            {
                if (!index.EndsWith(']') || !int.TryParse(index[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    return null;
                parts.Add(number);
            }
        }

        return parts;
    }
}
