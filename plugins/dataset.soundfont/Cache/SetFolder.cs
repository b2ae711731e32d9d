using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PluginHost.Plugins.DatasetSoundfont.Banks;

namespace PluginHost.Plugins.DatasetSoundfont.Cache;

/// <summary>
/// The folder of one built set: manifest.csv once complete, parts/CLASS.csv for every finished class (what a broken build resumes
/// from), clips/CLASS/ID.wav, .png and .onsets.csv. Its name is a hash of everything the clips depend on.
/// </summary>
internal sealed class SetFolder
{
    /// <summary>Part of the hash: to be raised when the same options come to mean other clips.</summary>
    private const string Format = "soundfont set 1";

    public SetFolder(string cacheDirectory, SoundfontOptions options, IEnumerable<Bank> banks)
    {
        var text = new StringBuilder().AppendLine(Format).AppendLine(Describe(options));
        foreach (var bank in banks)
        {
            using var file = File.OpenRead(bank.File);
            text.Append(bank.Name).Append(' ').AppendLine(Convert.ToHexStringLower(SHA256.HashData(file)));
        }

        Description = text.ToString();
        Root = Path.Combine(cacheDirectory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Description)))[..16]);
    }

    public string Root { get; }

    /// <summary>What the folder's name is the hash of, for people.</summary>
    public string Description { get; }

    public string Manifest => Path.Combine(Root, "manifest.csv");

    public string Part(string name) => Path.Combine(Root, "parts", name + ".csv");

    public string Absolute(string path) => Path.Combine(Root, path);

    /// <summary>The rows of a list, or null when it is not there, damaged, or names files that are gone.</summary>
    public IReadOnlyList<ManifestRow>? Read(string list)
    {
        if (!File.Exists(list)) return null;
        try
        {
            var lines = File.ReadAllLines(list);
            if (lines.Length == 0 || lines[0] != ManifestRow.Header) return null;
            var rows = lines.Skip(1).Select(ManifestRow.Parse).ToList();
            return rows.TrueForAll(row => row.Problem.Length > 0 || IsThere(row)) ? rows : null;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Writes a list under another name first, so that a list is either complete or absent.</summary>
    public static void Write(string list, IEnumerable<ManifestRow> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(list)!);
        var draft = list + ".draft";
        File.WriteAllLines(draft, rows.Select(row => row.ToLine()).Prepend(ManifestRow.Header));
        File.Move(draft, list, overwrite: true);
    }

    private bool IsThere(ManifestRow row) => File.Exists(Absolute(row.Wav)) && File.Exists(Absolute(row.Video));

    // Where the cache lies and how many workers build it change nothing in the clips.
    private static string Describe(SoundfontOptions options)
    {
        var json = JsonSerializer.SerializeToNode(options, PluginOptionsJson.Of<SoundfontOptions>())!.AsObject();
        foreach (var name in (string[])["cacheDirectory", "workers", "bankFiles"]) json.Remove(name);
        if (!string.Equals(options.Split, "bank", StringComparison.Ordinal)) json.Remove("testBanks");
        return json.ToJsonString();
    }
}
