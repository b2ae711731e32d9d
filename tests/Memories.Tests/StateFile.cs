using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Memories.Tests;

/// <summary>Takes a component's state through the files that a run keeps.</summary>
internal static class StateFile
{
    public static StateBag RoundTrip(IStateful component)
    {
        var saved = new StateBag();
        component.SaveState(saved);
        var loaded = new StateBag { Json = JsonNode.Parse(saved.Json.ToJsonString())!.AsObject() };
        var path = Path.GetTempFileName();
        try
        {
            Safetensors.Write(path, saved.Tensors);
            foreach (var (name, tensor) in Safetensors.Read(path)) loaded.Tensors[name] = tensor;
        }
        finally
        {
            File.Delete(path);
        }

        return loaded;
    }
}
