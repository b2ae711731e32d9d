using PluginHost.Tensors;

namespace PluginHost.Separation.Tests;

/// <summary>Writes one network of a separator as DataParallel saves it: every name behind "module.".</summary>
internal static class SavedPart
{
    public static string Write(
        string folder, nn.Module module, string part, string extension, Action<Dictionary<string, Tensor>>? change = null)
    {
        var prefix = part + ".";
        var state = module.state_dict().Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);
        change?.Invoke(state);
        var named = state.Select(entry => KeyValuePair.Create("module." + entry.Key, entry.Value)).ToArray();
        var path = Path.Combine(folder, part + extension);
        if (extension == ".pth") StatePickle.Write(path, named);
        else Safetensors.Write(path, named);
        return Path.GetFileName(path);
    }
}
