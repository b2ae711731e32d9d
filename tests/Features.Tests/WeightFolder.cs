using System.Collections.Concurrent;

namespace PluginHost.Features.Tests;

/// <summary>A run in a folder with files of weights; keeps what is said.</summary>
public sealed class WeightFolder : IRunContext, IRunEvents, IDisposable
{
    public WeightFolder() => Directory = System.IO.Directory.CreateTempSubdirectory("pluginhost-features-").FullName;

    public ConcurrentQueue<RunEvent> Events { get; } = new();

    public string Name => "test";

    public string Directory { get; }

    public string JobDirectory => Directory;

    public string Device => "cpu";

    public int Threads => 1;

    public long Seed => 0;

    public bool Resume => false;

    public bool ShowProgress => false;

    public string ResolvePath(string path) => Path.GetFullPath(path, Directory);

    public void Publish(RunEvent runEvent) => Events.Enqueue(runEvent);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    /// <summary>Writes a safetensors file with the weights of the formula.</summary>
    /// <param name="tensors">Names and shapes.</param>
    /// <param name="change">Changes them before they are written.</param>
    /// <param name="renamed">What the file calls each.</param>
    /// <returns>Its name in the folder.</returns>
    internal string Write(
        Dictionary<string, long[]> tensors, Action<Dictionary<string, Tensor>>? change = null, Func<string, string>? renamed = null)
    {
        using var scope = NewDisposeScope();
        var values = tensors.ToDictionary(entry => renamed?.Invoke(entry.Key) ?? entry.Key, entry => References.Weights(entry.Key, entry.Value));
        change?.Invoke(values);
        var name = Path.GetRandomFileName();
        Safetensors.Write(Path.Combine(Directory, name), values);
        return name;
    }

    internal NetworksExtractor Extractor(ObjectsOptions objects, MotionOptions? motion = null) =>
        new(new() { Objects = objects, Motion = motion }, this, this);
}
