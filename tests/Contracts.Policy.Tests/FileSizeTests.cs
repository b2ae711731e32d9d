namespace PluginHost.Contracts.Policy;

/// <summary>Files hold whole ideas: none is too long to read, few are shards of a dozen lines.</summary>
public class FileSizeTests
{
    private const int Longest = 400;
    private const int Shard = 12;
    // The share reached is 8.4 %, most of it global usings and small records of the host.
    private const double ShardShare = 0.09;

    private static readonly string[] s_folders = ["contracts", "host", "plugins", "tests"];
    private static readonly string[] s_skipped = ["obj", "bin", "Templates", "out"];

    [Fact]
    public void No_file_is_longer_than_can_be_read()
    {
        var longer = Files().Where(file => file.Lines > Longest).Select(file => $"{file.Lines} {file.Path}");

        longer.ShouldBeEmpty($"a file of C# has at most {Longest} lines: split it by ideas, not by length");
    }

    [Fact]
    public void The_median_file_of_the_product_holds_an_idea_and_few_are_shards()
    {
        var files = Files().Where(file => file.Folder != "tests").OrderBy(file => file.Lines).ToArray();
        var shards = files.Where(file => file.Lines <= Shard).ToArray();
        var listed = string.Join("\n", shards.Select(file => $"{file.Lines} {file.Path}"));

        files[files.Length / 2].Lines.ShouldBeInRange(40, 90, $"the median of {files.Length} files");
        ((double)shards.Length / files.Length).ShouldBeLessThanOrEqualTo(
            ShardShare, $"{shards.Length} of {files.Length} files have {Shard} lines or fewer: put them beside what they serve\n{listed}");
    }

    private static IEnumerable<(string Folder, string Path, int Lines)> Files() =>
        from folder in s_folders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file)
        where !path.Split(Path.DirectorySeparatorChar).Intersect(s_skipped).Any()
        select (folder, path, File.ReadLines(file).Count());
}
