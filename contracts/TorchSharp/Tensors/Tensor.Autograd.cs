using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_detach = new("aten::detach");
        private static readonly Op s_detachInPlace = new("aten::detach_");
        private static readonly Op s_retainGrad = new("aten::retain_grad");
        private static readonly Op s_alias = new("aten::alias");

        /// <summary>The gradient that backward passes have summed up here, or null. Each read gives a new object on the same native
        /// tensor.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                IntPtr result;
                NativeError.Check(Native.ph_tensor_get_grad(Handle, &result), "grad");
                GC.KeepAlive(this);
                return TakeOrNull(result);
            }

            set
            {
                NativeError.Check(Native.ph_tensor_set_grad(Handle, value is null ? IntPtr.Zero : value.Handle), "grad");
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad() => s_retainGrad.Run(this);

        public Tensor detach() => s_detach.Call(this);

        public Tensor detach_()
        {
            s_detachInPlace.Run(this);
            return this;
        }

        public Tensor alias() => s_alias.Call(this);

        /// <summary>Adds the gradient of this single number to the grad of every leaf it came from.</summary>
        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
