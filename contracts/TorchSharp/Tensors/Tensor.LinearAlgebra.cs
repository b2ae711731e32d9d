using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_matmul = new("aten::matmul");
        private static readonly Op s_sum = new("aten::sum");

        public Tensor matmul(Tensor target) => s_matmul.Call(this, target);
    }
}
