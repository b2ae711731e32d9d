using System.Text;

namespace PluginHost.Contracts.Policy;

/// <summary>The lines that differ between two texts, below the type that they belong to.</summary>
internal static class LineDifference
{
    public static string Of(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var common = CommonTails(old, now);
        var text = new StringBuilder();
        var (i, j, type) = (0, 0, "");
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                if (IsType(old[i])) type = old[i];
                (i, j) = (i + 1, j + 1);
                continue;
            }

            if (type.Length > 0) text.Append("  ").Append(type).Append('\n');
            type = "";
            var removed = j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]);
            text.Append(removed ? "- " : "+ ").Append(removed ? old[i++] : now[j++]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The length of the longest common subsequence of what follows each pair of lines.</summary>
    private static int[,] CommonTails(string[] old, string[] now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }

    private static bool IsType(string line) => Array.Exists(
        ["interface ", "class ", "struct ", "record ", "enum "],
        word => line.Contains(word, StringComparison.Ordinal) && !line.TrimEnd().EndsWith(';'));
}
