using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>All parameters, flattened, in one vector; gradients flow back through it.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(parameter => parameter.reshape(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Copies the parts of a vector into parameters, in order.</summary>
            /// <exception cref="ArgumentException">The vector has another number of elements than the parameters together.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                Parameter[] all = [.. tensors];
                if (all.Sum(parameter => parameter.numel()) is var wanted && wanted != vec.numel())
                {
                    throw new ArgumentException($"The parameters hold {wanted} elements, the vector {vec.numel()}.", nameof(vec));
                }

                var start = 0L;
                foreach (var parameter in all)
                {
                    parameter.copy_(vec.narrow(0, start, parameter.numel()).view(parameter.shape));
                    start += parameter.numel();
                }
            }
        }
    }
}
