namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>What the transformer is told about each row.</summary>
/// <param name="Object">Object vectors, (rows, size).</param>
/// <param name="Motion">Motion vectors, (rows, size, steps).</param>
/// <param name="MotionPadding">True where motion is padding, bool (rows, steps); <see langword="null"/> if nothing is.</param>
/// <param name="Classes">The class asked for, int64 (rows).</param>
internal sealed record RowInput(Tensor Object, Tensor Motion, Tensor? MotionPadding, Tensor Classes);
