namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>What the transformer answers for each row.</summary>
/// <param name="Logits">Mask logits, (rows, 1, H, W).</param>
/// <param name="Audio">The asked query's result, (rows, width).</param>
/// <param name="Motion">Mean of the projected motion, (rows, width).</param>
/// <param name="Object">The projected object vector, (rows, width).</param>
internal sealed record RowOutput(Tensor Logits, Tensor Audio, Tensor Motion, Tensor Object);
