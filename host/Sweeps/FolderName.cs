using System.Text;

namespace PluginHost.Comparisons;

/// <summary>Makes names of folders out of names for people.</summary>
internal static class FolderName
{
    /// <summary>The name with every run of characters but letters, digits, '.', '-' and '_' replaced by one '-'.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_') text.Append(character);
            else if (text.Length > 0 && text[^1] != '-') text.Append('-');
        }

        var folder = text.ToString().Trim('-', '.');
        return folder.Length == 0 ? "_" : folder;
    }
}
