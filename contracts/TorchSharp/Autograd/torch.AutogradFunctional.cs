namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Derivatives of whole functions.</summary>
        public static class functional
        {
            /// <summary>The derivative of every element of the result by every element of the input: shape [result.., input..].</summary>
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs)
            {
                using var scope = NewDisposeScope();
                var x = inputs.detach().requires_grad_();
                var y = function(x);
                var flat = y.reshape(-1);
                var rows = new List<Tensor>();
                for (var i = 0L; i < flat.numel(); i++)
                {
                    var row = flat.requires_grad ? grad([flat[i]], [x], retain_graph: true, allow_unused: true)[0] : null;
                    rows.Add(row ?? zeros_like(x));
                }

                return stack(rows).reshape([.. y.shape, .. x.shape]).MoveToOuterDisposeScope();
            }
        }
    }
}
