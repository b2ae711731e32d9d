using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public sealed class OptimizerParameterState : IDisposable
{
    private readonly string[] _names;

    internal OptimizerParameterState(string[] names)
    {
        _names = names;
        Slots = new Tensor?[names.Length];
    }

    /// <summary>Steps made.</summary>
    public long Step { get; internal set; }

    /// <summary>A number that builds up over the steps (NAdam's product of momenta).</summary>
    internal double Factor { get; set; } = 1.0;

    internal Tensor?[] Slots { get; }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Slots)
        {
            tensor?.Dispose();
        }
    }

    /// <summary>The tensors that exist, by PyTorch's names.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> Tensors()
        => _names.Index().Where(entry => Slots[entry.Index] is not null).Select(entry => (entry.Item, Slots[entry.Index]!));

    internal void Set(int slot, Tensor tensor)
    {
        Slots[slot]?.Dispose();
        Slots[slot] = tensor.DetachFromDisposeScope();
    }

    /// <summary>Takes over values; <paramref name="source"/> gives a tensor by name, or null.</summary>
    internal void Restore(long step, double factor, Tensor like, Func<string, Tensor?> source)
    {
        using var guard = no_grad();
        (Step, Factor) = (step, factor);
        for (var i = 0; i < _names.Length; i++)
        {
            if (source(_names[i]) is not { } given)
            {
                Slots[i]?.Dispose();
                Slots[i] = null;
            }
            else if (!ReferenceEquals(given, Slots[i]))
            {
                using var scope = NewDisposeScope();
                var copy = empty_like(like);
                copy.copy_(given);
                Set(i, copy);
            }
        }
    }

    internal void MoveTo(Device device)
    {
        for (var i = 0; i < Slots.Length; i++)
        {
            if (Slots[i] is { } tensor && tensor.device != device)
            {
                Set(i, tensor.to(device));
            }
        }
    }
}
