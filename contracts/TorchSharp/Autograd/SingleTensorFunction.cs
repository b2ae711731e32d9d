using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>An operator of one's own with one result: the forward step records nothing, the backward step gives one gradient per
        /// input.</summary>
        public abstract class SingleTensorFunction<T>
            where T : SingleTensorFunction<T>, new()
        {
            public abstract string Name { get; }

            /// <summary>Runs the function; where an input wants a gradient, the result does too.</summary>
            public static Tensor apply(params object[] vars) => Run(new T(), vars);

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>One gradient per variable given to apply (null for those that are no tensors or take none).</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            private static Tensor Run(T function, object[] vars) =>
                ManagedFunction.Apply(new ManagedFunction.Pair(function.forward, function.backward), function.Name, vars);
        }
    }

    /// <summary>Carries a managed function's steps across the native boundary.</summary>
    private static unsafe class ManagedFunction
    {
        internal sealed record Pair(Func<autograd.AutogradContext, object[], Tensor> Forward, Func<autograd.AutogradContext, Tensor,
            List<Tensor>> Backward);

        private sealed record Recorded(Pair Steps, autograd.AutogradContext Context, int[] TensorPlaces, int Variables);

        internal static Tensor Apply(Pair steps, string name, object[] vars)
        {
            var places = Enumerable.Range(0, vars.Length).Where(i => vars[i] is Tensor).ToArray();
            var inputs = places.Select(i => (Tensor)vars[i]).ToArray();
            var wanted = is_grad_enabled() && inputs.Any(t => t.requires_grad);
            var context = new autograd.AutogradContext();
            Tensor output;
            using (no_grad())
            {
                output = steps.Forward(context, vars);
                if (inputs.Any(t => t.Handle == output.Handle))
                {
                    output = output.detach();
                }
            }

            if (!wanted || context.NotDifferentiable.Contains(output.Handle))
            {
                context.Dispose();
                return output;
            }

            context.BreakCycles(output);
            Record(new Recorded(steps, context, places, vars.Length), inputs, output, name);
            return output;
        }

        private static void Record(Recorded recorded, Tensor[] inputs, Tensor output, string name)
        {
            var handles = Array.ConvertAll(inputs, t => t.Handle);
            var result = output.Handle;
            var context = GCHandle.ToIntPtr(GCHandle.Alloc(recorded));
            fixed (IntPtr* i = handles)
            fixed (byte* n = Encoding.UTF8.GetBytes(name + '\0'))
            {
                NativeError.Check(Native.ph_function_record(i, handles.Length, &result, 1, n, &Backward, &Release, context), name);
            }

            GC.KeepAlive(inputs);
            GC.KeepAlive(output);
        }

        [UnmanagedCallersOnly]
        private static int Backward(IntPtr context, IntPtr* gradients, int count, IntPtr* results, int inputs, byte* error, int capacity)
        {
            try
            {
                using var scope = NewDisposeScope();
                var recorded = (Recorded)GCHandle.FromIntPtr(context).Target!;
                var gradient = Tensor.TakeOrNull(gradients[0]) ?? throw new InvalidOperationException("no gradient reached the function");
                var list = recorded.Steps.Backward(recorded.Context, gradient);
                if (list.Count != recorded.Variables && list.Count != inputs)
                {
                    throw new InvalidOperationException($"backward gave {list.Count} gradients for {recorded.Variables} variables");
                }

                for (var i = 0; i < inputs; i++)
                {
                    var item = list[list.Count == inputs ? i : recorded.TensorPlaces[i]];
                    results[i] = item is null ? IntPtr.Zero : Native.ph_tensor_share(item.Handle);
                }

                return 0;
            }
            catch (Exception e)
            {
                var text = Encoding.UTF8.GetBytes(e.Message);
                var length = Math.Min(text.Length, capacity - 1);
                text.AsSpan(0, length).CopyTo(new Span<byte>(error, length));
                error[length] = 0;
                return 1;
            }
        }

        [UnmanagedCallersOnly]
        private static void Release(IntPtr context)
        {
            var handle = GCHandle.FromIntPtr(context);
            (handle.Target as Recorded)?.Context.Dispose();
            handle.Free();
        }
    }
}
