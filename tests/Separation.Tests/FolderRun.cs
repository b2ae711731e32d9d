namespace PluginHost.Separation.Tests;

/// <summary>A run whose job file lies in a folder.</summary>
internal sealed class FolderRun(string folder) : IRunContext
{
    public string Name => "run";

    public string Directory => folder;

    public string JobDirectory => folder;

    public string Device => "cpu";

    public int Threads => 1;

    public long Seed => 0;

    public bool Resume => false;

    public bool ShowProgress => false;

    public string ResolvePath(string path) => Path.Combine(folder, path);
}
