namespace PluginHost.Separation.Tests;

/// <summary>
/// The deterministic weights of docs/separation.md, "Golden values": with p the position of a tensor in its network's parameter list and k
/// the index in it, v = sin(0.37k + 1.3p); v / sqrt(elements / first dimension) for more than one dimension, 1 + 0.1v for norms' weights,
/// 0.05v for the rest.
/// </summary>
internal static class SineFill
{
    public static void Fill(nn.Module module, string prefix)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var position = 0;
        foreach (var (name, parameter) in module.named_parameters().Where(entry => entry.name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var wave = ((arange(parameter.numel(), dtype: ScalarType.Float64) * 0.37) + (1.3 * position++)).sin();
            var values = parameter.shape.Length > 1 ? wave / Math.Sqrt(parameter.numel() / (double)parameter.shape[0])
                : name.EndsWith(".weight", StringComparison.Ordinal) ? 1 + (wave * 0.1)
                : wave * 0.05;
            parameter.copy_(values.view(parameter.shape));
        }
    }

    /// <summary>The inputs of that page: one row of the full size that asks for class 3.</summary>
    public static Batch Inputs()
    {
        Draw[] draws = [Clips.Mix(Clips.Info("x", 3))];
        return new(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = (Lcg.Tensor(21, 1, 1, 256, 256).abs() + 1).log().to_type(ScalarType.Float32),
            [SeparationKeys.Object] = Lcg.Tensor(22, 1, 512).to_type(ScalarType.Float32),
            [SeparationKeys.Motion] = Lcg.Tensor(23, 1, 768, 8).to_type(ScalarType.Float32),
        });
    }

    public static double Mean(Tensor values) => values.to_type(ScalarType.Float64).mean().item<double>();

    public static double[] First(Tensor values, int count) =>
        values.narrow(0, 0, count).to_type(ScalarType.Float64).data<double>().ToArray();

    public static double Norm(Tensor values) => values.to_type(ScalarType.Float64).square().sum().sqrt().item<double>();
}
