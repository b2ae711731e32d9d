using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.PluginKit;

/// <summary>Compares tensors bit by bit and runs models without training them.</summary>
internal static class Numbers
{
    /// <summary>Whether two tensors have one shape and the same values.</summary>
    public static bool Same(Tensor first, Tensor second) =>
        first.dtype == second.dtype && first.shape.SequenceEqual(second.shape) && first.eq(second).all().ToBoolean();

    /// <summary>Whether two tensors have one shape and values that differ by rounding only.</summary>
    public static bool Close(Tensor first, Tensor second) =>
        first.shape.SequenceEqual(second.shape) && first.allclose(second, rtol: 1e-4, atol: 1e-5);

    /// <summary>Does something with the module in eval mode and without gradient, and puts the mode back.</summary>
    public static T InEvalMode<T>(IModel model, Func<T> work)
    {
        using var noGrad = no_grad();
        var training = model.Module.training;
        model.Module.eval();
        try
        {
            return work();
        }
        finally
        {
            model.Module.train(training);
        }
    }
}
