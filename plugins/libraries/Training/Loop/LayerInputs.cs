using TorchSharp.Modules;

namespace PluginHost.Training;

/// <summary>Watches what the linear and convolution layers of a module are given, until disposed.</summary>
internal sealed class LayerInputs : IDisposable
{
    private readonly List<nn.Module<Tensor, Tensor>.HookRemover> _hooks = [];

    public LayerInputs(nn.Module module, Action<string, Tensor> seen)
    {
        foreach (var (name, layer) in module.named_modules())
        {
            if (layer is not (Linear or Conv1d or Conv2d) || layer is not nn.Module<Tensor, Tensor> watched) continue;
            var linear = layer is Linear;
            _hooks.Add(watched.register_forward_pre_hook((_, input) =>
            {
                using var detached = input.detach();
                using var rows = linear ? detached.reshape(-1, detached.shape[^1]) : detached.alias();
                seen(name, rows);
                return input;
            }));
        }
    }

    public void Dispose()
    {
        foreach (var hook in _hooks) hook.remove();
        _hooks.Clear();
    }
}
