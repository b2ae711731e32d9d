using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Names and sizes of the weights of a recurrent network, in PyTorch's order.</summary>
internal static class RecurrentWeights
{
    /// <summary>For each layer and direction: weight_ih, weight_hh and, with bias, bias_ih, bias_hh.</summary>
    internal static IEnumerable<(string Name, long[] Shape)> Of(RecurrentShape shape, int gates)
    {
        var rows = gates * shape.Hidden;
        var directions = shape.Bidirectional ? 2 : 1;
        for (var layer = 0L; layer < shape.Layers; layer++)
        {
            var columns = layer == 0 ? shape.Input : shape.Hidden * directions;
            for (var direction = 0; direction < directions; direction++)
            {
                var suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                yield return ("weight_ih" + suffix, [rows, columns]);
                yield return ("weight_hh" + suffix, [rows, shape.Hidden]);
                if (shape.Bias)
                {
                    yield return ("bias_ih" + suffix, [rows]);
                    yield return ("bias_hh" + suffix, [rows]);
                }
            }
        }
    }

    /// <summary>Uniform in ±1/√hidden, as PyTorch starts every recurrent weight.</summary>
    internal static void Reset(nn.Module module, long hidden)
    {
        var bound = hidden > 0 ? 1.0 / Math.Sqrt(hidden) : 0.0;
        foreach (var parameter in module.parameters(recurse: false))
        {
            nn.init.uniform_(parameter, -bound, bound);
        }
    }

    /// <summary>The state at the start: zeros (layers · directions, N, hidden).</summary>
    internal static Tensor InitialState(RecurrentShape shape, long batch, Tensor like)
        => zeros([shape.Layers * (shape.Bidirectional ? 2 : 1), batch, shape.Hidden], dtype: like.dtype, device: like.device);

    /// <summary>Number of sequences in a padded input.</summary>
    internal static long Batch(RecurrentShape shape, Tensor input)
        => input.ndim == 3
            ? input.shape[shape.BatchFirst ? 0 : 1]
            : throw new ArgumentException(
                $"A recurrent network takes 3 dimensions (length, batch, features), got {input.ndim}.", nameof(input));
}
