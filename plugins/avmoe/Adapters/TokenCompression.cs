namespace PluginHost.Plugins.AvMoe;

/// <summary>A few learned tokens that gather what many tokens say, and give it on (AVMoE, token compression of the cross-modal adapter).</summary>
public static class TokenCompression
{
    /// <summary>T' = T + softmax(T Y^T) Y: what the learned tokens gather.</summary>
    /// <param name="tokens">The learned tokens T, (K, D).</param>
    /// <param name="source">The tokens Y to compress, (N, M, D).</param>
    /// <returns>(N, K, D).</returns>
    public static Tensor Compress(Tensor tokens, Tensor source) => tokens + tokens.matmul(source.transpose(1, 2)).softmax(-1).matmul(source);

    /// <summary>x' = x + g softmax(x T'^T) T', without a division by the root of D.</summary>
    /// <param name="x">Tokens, (N, L, D).</param>
    /// <param name="compressed">What <see cref="Compress"/> gave, (N, K, D).</param>
    /// <param name="gate">The gate g, (1).</param>
    /// <returns>(N, L, D).</returns>
    public static Tensor Fuse(Tensor x, Tensor compressed, Tensor gate) =>
        x + (gate * x.matmul(compressed.transpose(1, 2)).softmax(-1).matmul(compressed));
}
