using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Automatic differentiation.</summary>
    public static unsafe partial class autograd
    {
        /// <summary>Adds gradients of the tensors to the grad of the leaves, or only of <paramref name="inputs"/>.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            var (t, g, i) = (Handles(tensors), Handles(grad_tensors), Handles(inputs));
            fixed (IntPtr* tp = t, gp = g, ip = i)
            {
                NativeError.Check(
                    Native.ph_backward(tp, t.Length, gp, g.Length, (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0, ip,
                        i.Length), "backward");
            }

            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>Gradients of the outputs by each input, without touching any grad. An unused input gives null where that is
        /// allowed.</summary>
        public static Tensor[] grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var (o, i, g) = (Handles(outputs), Handles(inputs), Handles(grad_outputs));
            var results = new IntPtr[i.Length];
            fixed (IntPtr* op = o, ip = i, gp = g, rp = results)
            {
                NativeError.Check(
                    Native.ph_grad(op, o.Length, ip, i.Length, gp, g.Length, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0,
                        allow_unused ? 1 : 0, rp),
                    "autograd.grad");
            }

            KeepAlive(outputs, inputs, grad_outputs);
            return Array.ConvertAll(results, r => Tensor.TakeOrNull(r)!);
        }

        /// <summary>Makes a failing backward pass name the forward operation at fault, until disposed.</summary>
        public static IDisposable detect_anomaly(bool check_nan = true) => new AnomalyMode(true, check_nan);

        public static IDisposable set_detect_anomaly(bool mode, bool check_nan = true) => new AnomalyMode(mode, check_nan);

        private static IntPtr[] Handles(IList<Tensor>? tensors) =>
            tensors is null ? [] : [.. tensors.Select(t => t is null ? IntPtr.Zero : t.Handle)];

        private static void KeepAlive(IList<Tensor>? a, IList<Tensor>? b, IList<Tensor>? c)
        {
            foreach (var tensor in (a ?? []).Concat(b ?? []).Concat(c ?? []))
            {
                GC.KeepAlive(tensor);
            }
        }

        private sealed class AnomalyMode : IDisposable
        {
            private readonly int _mode = Native.ph_anomaly_mode();
            private readonly int _checkNan = Native.ph_anomaly_check_nan();

            internal AnomalyMode(bool mode, bool checkNan) => Native.ph_set_anomaly_mode(mode ? 1 : 0, checkNan ? 1 : 0);

            public void Dispose() => Native.ph_set_anomaly_mode(_mode, _checkNan);
        }
    }
}
