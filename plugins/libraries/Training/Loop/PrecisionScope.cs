using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Training;

/// <summary>Runs forward passes in the job's precision, and scales the loss for float16.</summary>
public sealed class PrecisionScope(Precision precision, Device device) : IDisposable
{
    private const string Skipped = "skipped_steps";
    private readonly GradScaler? _scaler = precision == Precision.Fp16 ? new GradScaler() : null;

    /// <summary>Steps that float16 left out because a gradient overflowed.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>By what the loss is multiplied now; 1 without float16.</summary>
    public double Scale => _scaler?.Factor ?? 1;

    /// <summary>Opens autocast, or nothing for float32.</summary>
    public IDisposable? Enter() => precision switch
    {
        Precision.Bf16 => new Autocast(device.type, ScalarType.BFloat16),
        Precision.Fp16 => new Autocast(device.type, ScalarType.Float16),
        _ => null,
    };

    /// <summary>
    /// Computes the gradients and leaves them unscaled. With float16 the factor shrinks where a gradient overflowed, and grows after enough
    /// steps without (torch.cuda.amp.GradScaler, with one count for all optimizers of the step).
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizers">The optimizers, whose parameters are looked at.</param>
    /// <returns>Whether a step may be taken by them; false where float16 overflowed.</returns>
    public bool Backward(Tensor loss, OptimizerSet optimizers)
    {
        if (_scaler is null)
        {
            loss.backward();
            return true;
        }

        _scaler.Scale(loss).backward();
        var good = _scaler.Step(this, optimizers.Groups.SelectMany(group => group.Group.Parameters), () => { });
        _scaler.Update();
        if (!good) SkippedSteps++;
        return good;
    }

    /// <summary>The scaler's state and the steps left out, or <see langword="null"/> if there is none.</summary>
    public JsonNode? Save() => _scaler is null
        ? null
        : new JsonObject(_scaler.SaveState().Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) { [Skipped] = SkippedSteps };

    /// <summary>Restores what <see cref="Save"/> gave.</summary>
    public void Load(JsonNode? state)
    {
        if (state is null) return;
        _scaler?.LoadState(state.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!, StringComparer.Ordinal));
        SkippedSteps = (long?)state[Skipped] ?? 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _scaler?.Dispose();
}
