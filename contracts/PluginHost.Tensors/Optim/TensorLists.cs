using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Optim;

/// <summary>
/// Operators over lists of tensors, one call each. TorchSharp has none; a TorchScript program of a few lines reaches those of libtorch.
/// </summary>
internal static class TensorLists
{
    private const string Program = """
        def bind(parameters: List[Tensor], views: List[Tensor]):
            for i in range(len(parameters)):
                views[i].copy_(parameters[i])
                parameters[i].set_(views[i])
            return 0

        def strangers(parameters: List[Tensor], views: List[Tensor]):
            for i in range(len(parameters)):
                if not parameters[i].is_set_to(views[i]):
                    return i
            return -1

        def changes(tensors: List[Tensor]) -> int:
            total = 0
            for tensor in tensors:
                total += tensor._version()
            return total

        def copy(targets: List[Tensor], sources: List[Tensor]):
            torch._foreach_copy_(targets, sources)
            return 0

        def norm(tensors: List[Tensor]):
            return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(tensors, 2)), 2)

        def scale(tensors: List[Tensor], factor: float):
            torch._foreach_mul_(tensors, factor)
            return 0

        def unscale(gradients: List[Tensor], found: Tensor, inverse: Tensor):
            torch._amp_foreach_non_finite_check_and_unscale_(gradients, found, inverse)
            return 0

        def adam(values: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor],
                 rate: float, beta1: float, beta2: float, decay: float, epsilon: float):
            none: List[Tensor] = []
            torch._fused_adam_(values, gradients, first, second, none, steps, lr=rate, beta1=beta1, beta2=beta2,
                               weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
            return 0

        def adamw(values: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor],
                  rate: float, beta1: float, beta2: float, decay: float, epsilon: float):
            none: List[Tensor] = []
            torch._fused_adamw_(values, gradients, first, second, none, steps, lr=rate, beta1=beta1, beta2=beta2,
                                weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
            return 0

        def assign(tensor: Tensor, data: Tensor):
            tensor.set_data(data)
            return 0

        """;

    private static readonly Lazy<jit.CompilationUnit> s_program = new(() => jit.compile(Program));

    /// <summary>Copies every parameter into a view and makes it that view; it keeps its identity, its gradient and its settings.</summary>
    internal static void Bind(Tensor[] parameters, Tensor[] views) => Run("bind", parameters, views);

    /// <summary>The first parameter that is not its view any more (memory, shape or strides differ), or -1.</summary>
    internal static int FirstStranger(Tensor[] parameters, Tensor[] views) => Run("strangers", parameters, views);

    /// <summary>How often all were changed in place by operators, together.</summary>
    internal static long Changes(Tensor[] tensors)
    {
        using var count = (Scalar)s_program.Value.invoke("changes", [tensors]);
        return count.ToInt64();
    }

    /// <summary>Copies each source into its target.</summary>
    internal static void Copy(Tensor[] targets, Tensor[] sources) => Run("copy", targets, sources);

    /// <summary>Multiplies all in place.</summary>
    internal static void Scale(Tensor[] tensors, double factor) => Run("scale", tensors, factor);

    /// <summary>The 2-norm of all elements together, at least one tensor.</summary>
    internal static double Norm(Tensor[] tensors)
    {
        using var norm = (Tensor)s_program.Value.invoke("norm", [tensors]);
        return norm.ToDouble();
    }

    /// <summary>Multiplies in place by a factor, and finds out whether an element was infinite or NaN.</summary>
    internal static bool UnscaleAndCheck(Tensor[] gradients, double factor)
    {
        var device = gradients[0].device;
        using var found = zeros([1], ScalarType.Float32, device);
        using var inverse = full([1], factor, ScalarType.Float32, device);
        Run("unscale", gradients, found, inverse);
        return found.ToSingle() != 0;
    }

    /// <summary>A step of Adam, or of AdamW, in one pass over five tensors of one length: values, gradients, both moments; steps, this one included.</summary>
    internal static void Adam(
        bool decoupled, Tensor values, Tensor gradients, Tensor[] moments, long step, double rate, double beta1, double beta2, double decay, double epsilon)
    {
        using var steps = full([1], step, ScalarType.Float32, values.device);
        // In lists of the caller's: what a program does to lists of its own is optimised away.
        Tensor[] Alone(Tensor tensor) => [tensor];
        Run(
            decoupled ? "adamw" : "adam", Alone(values), Alone(gradients), Alone(moments[0]), Alone(moments[1]), Alone(steps), rate, beta1, beta2, decay,
            epsilon);
    }

    /// <summary>Gives a tensor other data, of another type or device too; it keeps its identity.</summary>
    internal static void Assign(Tensor tensor, Tensor data) => Run("assign", tensor, data);

    private static int Run(string function, params object[] arguments)
    {
        using var quiet = no_grad();
        using var result = (Scalar)s_program.Value.invoke(function, arguments);
        return result.ToInt32();
    }
}
