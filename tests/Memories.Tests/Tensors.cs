namespace PluginHost.Memories.Tests;

/// <summary>Tensors to store with samples.</summary>
internal static class Tensors
{
    public static IReadOnlyDictionary<string, Tensor> None { get; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    public static Dictionary<string, Tensor> Logits(params float[] values) => new(StringComparer.Ordinal) { ["logits"] = tensor(values) };

    public static float[] Values(Exemplar exemplar, string name = "logits") => exemplar.Tensors[name].data<float>().ToArray();
}
