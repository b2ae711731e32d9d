using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Training;

/// <summary>Runs forward passes in the job's precision, and scales the loss for float16.</summary>
public sealed class PrecisionScope(Precision precision, Device device) : IDisposable
{
    private readonly GradScaler? _scaler = precision == Precision.Fp16 ? new GradScaler() : null;

    /// <summary>Whether the loss is scaled, and steps whose gradients overflowed are left out.</summary>
    public bool Scales => _scaler is not null;

    /// <summary>Opens autocast, or nothing for float32.</summary>
    public IDisposable? Enter() => precision switch
    {
        Precision.Bf16 => new Autocast(device.type, ScalarType.BFloat16),
        Precision.Fp16 => new Autocast(device.type, ScalarType.Float16),
        _ => null,
    };

    /// <summary>Computes the gradients and leaves them unscaled.</summary>
    public void Backward(Tensor loss, OptimizerSet optimizers)
    {
        if (_scaler is null)
        {
            loss.backward();
            return;
        }

        _scaler.Scale(loss).backward();
        foreach (var group in optimizers.Groups) _scaler.Unscale(group.Optimizer, group.Group.Parameters);
    }

    /// <summary>Takes the optimizer steps; with float16, those whose gradients overflowed are left out.</summary>
    public void Step(OptimizerSet optimizers)
    {
        foreach (var group in optimizers.Groups)
        {
            if (_scaler is null) group.Optimizer.Step();
            else _scaler.Step(group.Optimizer, group.Group.Parameters, () => group.Optimizer.Step());
        }

        _scaler?.Update();
    }

    /// <summary>The scaler's state, or <see langword="null"/> if there is none.</summary>
    public JsonNode? Save() => _scaler is null
        ? null
        : new JsonObject(_scaler.SaveState().Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>Restores the scaler's state.</summary>
    public void Load(JsonNode? state)
    {
        if (state is null) return;
        _scaler?.LoadState(state.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose() => _scaler?.Dispose();
}
