using TorchSharp.Extras;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Groups and per-parameter state, which all optimizers have.</summary>
public abstract partial class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, OptimizerParameterState> _states = new(ReferenceEqualityComparer.Instance);
    private readonly OptimizerOptions _defaults;

    private protected OptimizerHelper(OptimizerOptions defaults, params string[] stateNames)
    {
        _defaults = defaults;
        StateNames = stateNames;
    }

    /// <inheritdoc/>
    public override IEnumerable<optim.ILearningRateController> ParamGroups => Groups;

    internal List<ParamGroup> Groups { get; } = [];

    internal OptimizerKernels Kernels { get; set; } = OptimizerKernels.Auto;

    /// <summary>PyTorch's names of the tensors kept per parameter.</summary>
    internal string[] StateNames { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> parameters() => Groups.SelectMany(group => group.Parameters);

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group) => Take(param_group);

    private protected void Take(ParamGroup param_group)
    {
        Parameter[] added = [.. param_group.Parameters];
        if (added.Distinct<Parameter>(ReferenceEqualityComparer.Instance).Count() < added.Length
            || added.Intersect(parameters(), ReferenceEqualityComparer.Instance).Any())
        {
            throw new ArgumentException("A parameter may be in one group only, and there once.", nameof(param_group));
        }

        if (added.Any(parameter => !parameter.is_leaf))
        {
            throw new ArgumentException("Only leaves of the autograd graph can be optimized.", nameof(param_group));
        }

        param_group.Parameters = added;
        param_group.Options = param_group.Options.Completed(_defaults);
        Groups.Add(param_group);
    }

    /// <inheritdoc/>
    public override void zero_grad()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var gradients in parameters().Select(parameter => parameter.grad).OfType<Tensor>().GroupBy(Placement.Of))
        {
            (gradients.Key.Sparse ? LoopKernels.Instance : ForeachKernels.Instance).ZeroInPlace([.. gradients]);
        }
    }

    /// <summary>Moves the state to a device; the parameters are moved by their module.</summary>
    public void to(Device device)
    {
        foreach (var state in _states.Values)
        {
            state.MoveTo(device);
        }
    }

    internal OptimizerParameterState StateOf(Parameter parameter)
    {
        if (!_states.TryGetValue(parameter, out var state))
        {
            state = new OptimizerParameterState(StateNames);
            _states.Add(parameter, state);
        }

        return state;
    }

    /// <summary>The state of each parameter in order, null where no step has touched it.</summary>
    internal IEnumerable<OptimizerParameterState?> OrderedStates()
        => parameters().Select(parameter => _states.GetValueOrDefault(parameter));

    internal void Restore(Parameter parameter, long step, double factor, Func<string, Tensor?> source)
        => StateOf(parameter).Restore(step, factor, parameter, source);

    internal void Forget(Parameter parameter)
    {
        if (_states.Remove(parameter, out var state))
        {
            state.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var state in disposing ? _states.Values.ToArray() : [])
        {
            state.Dispose();
        }

        _states.Clear();
    }
}
