namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>The feed-forward part of a layer; the official state keeps its two maps in the layer itself.</summary>
internal static class FeedForward
{
    /// <summary>Creates a linear map whose matrix follows Glorot's rule and whose bias is PyTorch's default.</summary>
    /// <param name="inputs">Input width.</param>
    /// <param name="outputs">Output width.</param>
    /// <returns>The map.</returns>
    public static Linear Create(int inputs, int outputs)
    {
        var linear = nn.Linear(inputs, outputs);
        nn.init.xavier_uniform_(linear.weight!);
        return linear;
    }

    /// <summary>Applies both maps with a rectifier between them.</summary>
    /// <param name="first">The map into the wide space.</param>
    /// <param name="second">The map back.</param>
    /// <param name="x">Input, (..., width).</param>
    /// <returns>Output of the same shape.</returns>
    public static Tensor Apply(Linear first, Linear second, Tensor x) =>
        second.call(nn.functional.relu(first.call(x), inplace: true));
}
