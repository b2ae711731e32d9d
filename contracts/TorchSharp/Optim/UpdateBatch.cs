using TorchSharp.Extras;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters of one group that have a gradient and share device, type and number of steps.</summary>
internal sealed class UpdateBatch
{
    private const long CachedElements = 1 << 14;
    private readonly OptimizerParameterState[] _states;

    private UpdateBatch(
        List<(Parameter Parameter, Tensor Gradient, OptimizerParameterState State)> members, bool sparse, OptimizerKernels choice)
    {
        Parameters = [.. members.Select(member => (Tensor)member.Parameter)];
        Gradients = [.. members.Select(member => member.Gradient)];
        _states = [.. members.Select(member => member.State)];
        Choice = choice;
        Kernels = sparse || choice == OptimizerKernels.Loop ? LoopKernels.Instance : ForeachKernels.Instance;
    }

    internal Tensor[] Parameters { get; }

    /// <summary>The gradients themselves: not to be written.</summary>
    internal Tensor[] Gradients { get; }

    internal LoopKernels Kernels { get; }

    internal OptimizerKernels Choice { get; }

    /// <summary>NAdam's product of momenta, equal for parameters of equal age.</summary>
    internal double Factor
    {
        get => _states[0].Factor;
        set => Array.ForEach(_states, state => state.Factor = value);
    }

    internal static IEnumerable<UpdateBatch> Of(OptimizerHelper optimizer, ParamGroup group)
    {
        var batches = new Dictionary<(Placement, long, int, double), List<(Parameter, Tensor, OptimizerParameterState)>>();
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            var state = optimizer.StateOf(parameter);
            var existing = state.Slots.Index().Sum(slot => slot.Item is null ? 0 : 1 << slot.Index);
            var key = (Placement.Of(gradient), state.Step, existing, state.Factor);
            if (!batches.TryGetValue(key, out var members))
            {
                batches.Add(key, members = []);
            }

            members.Add((parameter, gradient, state));
        }

        return batches
            .SelectMany(entry => Portions(entry.Value, entry.Key.Item1.Device)
                .Select(members => new UpdateBatch(members, entry.Key.Item1.Sparse, optimizer.Kernels)))
            .ToList();
    }

    /// <summary>On the CPU, portions small enough to stay in its cache from one term to the next; elsewhere everything at once.</summary>
    private static IEnumerable<List<(Parameter, Tensor, OptimizerParameterState)>> Portions(
        List<(Parameter Parameter, Tensor, OptimizerParameterState)> members, DeviceType device)
    {
        if (device != DeviceType.CPU)
        {
            yield return members;
            yield break;
        }

        var (start, elements) = (0, 0L);
        for (var i = 0; i < members.Count; i++)
        {
            elements += members[i].Parameter.numel();
            if (elements >= CachedElements || i == members.Count - 1)
            {
                yield return members.GetRange(start, i + 1 - start);
                (start, elements) = (i + 1, 0);
            }
        }
    }

    /// <summary>Counts a step and returns how many there were, this one included.</summary>
    internal long Advance()
    {
        foreach (var state in _states)
        {
            state.Step++;
        }

        return _states[0].Step;
    }

    /// <summary>Whether the tensors of that slot exist already.</summary>
    internal bool Has(int slot) => _states[0].Slots[slot] is not null;

    /// <summary>The tensors of a slot; where there are none yet, full of <paramref name="initial"/>.</summary>
    internal Tensor[] Slot(int slot, double initial = 0.0)
    {
        if (!Has(slot))
        {
            for (var i = 0; i < _states.Length; i++)
            {
                _states[i].Set(slot, initial == 0.0 ? zeros_like(Parameters[i]) : full_like(Parameters[i], initial));
            }
        }

        return [.. _states.Select(state => state.Slots[slot]!)];
    }

    /// <summary>Keeps copies of tensors in a slot.</summary>
    internal Tensor[] StartWith(int slot, Tensor[] values)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            _states[i].Set(slot, values[i].clone());
        }

        return Slot(slot);
    }

    /// <summary>Frees this batch's objects on the gradients.</summary>
    internal void Forget() => Array.ForEach(Gradients, gradient => gradient.Dispose());
}
