using System.Runtime.CompilerServices;
using PluginHost.Tensors.Optim;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>What is wrong with one registered tensor of a module.</summary>
/// <param name="Name">Its name, as in <c>named_parameters()</c>.</param>
/// <param name="Problem">What it is, in words that continue "NAME ...".</param>
public sealed record TensorProblem(string Name, string Problem)
{
    /// <summary>Name and problem.</summary>
    public override string ToString() => $"{Name} {Problem}";
}

/// <summary>A tensor that a module registered.</summary>
/// <param name="Name">Its name with the names of its modules.</param>
/// <param name="Tensor">The tensor; a disposed one is invalid.</param>
/// <param name="IsParameter">Whether it is a parameter; else it is a buffer.</param>
/// <param name="IsPersistent">Whether <c>state_dict()</c> has it.</param>
public sealed record RegisteredTensor(string Name, Tensor Tensor, bool IsParameter, bool IsPersistent);

/// <summary>
/// Looks after the registered tensors of TorchSharp's modules: those that died, that lie on another device, and that a saved state lacks.
/// TorchSharp leaves disposed tensors and buffers with <c>persistent: false</c> out of every enumeration, so the modules' own tables are
/// read here.
/// </summary>
public static class ModuleTensors
{
    /// <summary>Every parameter and buffer that was registered: disposed ones and those that are not persistent too.</summary>
    /// <param name="module">A module and its descendants.</param>
    public static IEnumerable<RegisteredTensor> All(nn.Module module) => All(module, "");

    /// <summary>
    /// Takes every registered tensor out of the dispose scopes, so that a module which was made within one outlives it: registering a tensor
    /// alone does not.
    /// </summary>
    /// <param name="module">A module.</param>
    /// <returns>The module.</returns>
    public static T Keep<T>(T module)
        where T : nn.Module
    {
        foreach (var entry in All(module)) entry.Tensor.DetachFromDisposeScope();
        return module;
    }

    /// <summary>The names of all registered tensors, to compare with later.</summary>
    /// <param name="module">A module.</param>
    public static IReadOnlySet<string> Snapshot(nn.Module module) => All(module).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Problems of the registered tensors, in the module's order; empty where all is well.</summary>
    /// <param name="module">A module.</param>
    /// <param name="device">Where its tensors belong.</param>
    /// <param name="expected">Names that must be registered still, as <see cref="Snapshot"/> gave them; null: any.</param>
    /// <param name="finite">Whether infinite and NaN elements are problems; this reads every element.</param>
    public static IReadOnlyList<TensorProblem> Check(
        nn.Module module, Device device, IReadOnlySet<string>? expected = null, bool finite = false)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        List<TensorProblem> problems = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var entry in All(module))
        {
            seen.Add(entry.Name);
            if (ProblemOf(entry.Tensor, device, finite) is { } problem) problems.Add(new TensorProblem(entry.Name, problem));
        }

        problems.AddRange((expected ?? seen).Where(name => !seen.Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => new TensorProblem(name, "was registered before and is not any more")));
        return problems;
    }

    /// <summary>
    /// What <c>load_state_dict</c> would refuse or convert unasked: TorchSharp's error names no key. Empty where names and shapes agree.
    /// </summary>
    /// <param name="state">A saved state.</param>
    /// <param name="module">The module that would load it.</param>
    public static IReadOnlyList<TensorProblem> Differences(IReadOnlyDictionary<string, Tensor> state, nn.Module module)
    {
        var own = module.state_dict();
        List<TensorProblem> problems = [.. own.Keys.Where(n => !state.ContainsKey(n)).Select(n => new TensorProblem(n, "is missing"))];
        foreach (var (name, tensor) in state)
        {
            if (!own.TryGetValue(name, out var wanted))
            {
                problems.Add(new TensorProblem(name, "is not one of the module's"));
            }
            else if (!tensor.shape.AsSpan().SequenceEqual(wanted.shape))
            {
                problems.Add(new TensorProblem(
                    name, $"has shape [{string.Join(", ", tensor.shape)}], not [{string.Join(", ", wanted.shape)}]"));
            }
        }

        return problems;
    }

    /// <summary>
    /// Moves and converts a module as PyTorch's <c>Module.to</c> does: parameters and buffers, those that are not persistent too, keep their
    /// identity; only floating-point and complex ones change their type.
    /// </summary>
    /// <param name="module">A module.</param>
    /// <param name="device">Where to; null: each stays.</param>
    /// <param name="dtype">The element type; null: each keeps its own.</param>
    /// <exception cref="InvalidOperationException">A tensor has died; the message names it.</exception>
    public static T MoveTo<T>(T module, Device? device = null, ScalarType? dtype = null)
        where T : nn.Module
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (name, tensor, _, _) in All(module))
        {
            if (tensor.IsInvalid) throw new InvalidOperationException($"Tensor '{name}' of the module was disposed; it cannot be moved.");
            var type = dtype is { } given && (is_floating_point(tensor.dtype) || is_complex(tensor.dtype)) ? given : tensor.dtype;
            var gradient = tensor.grad;
            if (type != tensor.dtype || (device is not null && !LiesOn(tensor, device)))
            {
                tensor.grad = null;
                TensorLists.Assign(tensor, tensor.detach().to(type, device ?? tensor.device));
                tensor.grad = gradient?.to(type, device ?? gradient.device);
            }
        }

        return module;
    }

    private static IEnumerable<RegisteredTensor> All(nn.Module module, string prefix)
    {
        foreach (var (name, parameter) in Parameters(module))
            yield return new RegisteredTensor(prefix + name, parameter, IsParameter: true, IsPersistent: true);

        foreach (var (name, (buffer, persistent)) in Buffers(module))
            yield return new RegisteredTensor(prefix + name, buffer, IsParameter: false, persistent);

        foreach (var (name, child) in module.named_children())
        {
            foreach (var entry in All(child, $"{prefix}{name}.")) yield return entry;
        }
    }

    private static string? ProblemOf(Tensor tensor, Device device, bool finite)
    {
        if (tensor.IsInvalid)
        {
            return "was disposed: a dispose scope that ended owned it, or somebody disposed it. Build modules outside dispose scopes, "
                + "or detach their tensors with DetachFromDisposeScope()";
        }

        if (!LiesOn(tensor, device)) return $"lies on {tensor.device}, not on {device}";
        return finite && !tensor.isfinite().all().ToBoolean() ? "has elements that are infinite or not a number" : null;
    }

    // A device without an index is any of its kind.
    private static bool LiesOn(Tensor tensor, Device device) =>
        tensor.device_type == device.type && (device.type == DeviceType.CPU || device.index < 0 || tensor.device_index == device.index);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_internal_params")]
    private static extern ref OrderedDict<string, Parameter> Parameters(nn.Module module);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_internal_buffers")]
    private static extern ref OrderedDict<string, (Tensor, bool)> Buffers(nn.Module module);
}
