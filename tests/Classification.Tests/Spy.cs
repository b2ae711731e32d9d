namespace PluginHost.Classification.Tests;

/// <summary>A second strategy of a job, which looks on and changes nothing.</summary>
internal sealed class Spy : IStrategy
{
    public Action<ILearningContext>? OnGrowth { get; init; }

    public Action<ILearningContext>? OnExperience { get; init; }

    public Action<ILearningContext, Phase>? OnPhase { get; init; }

    public Action<LossContext>? OnLoss { get; init; }

    public Action<ILearningContext, Phase>? OnPhaseEnd { get; init; }

    public Action<ILearningContext>? OnEnd { get; init; }

    public void BeforeGrowth(ILearningContext context) => OnGrowth?.Invoke(context);

    public void BeforeExperience(ILearningContext context) => OnExperience?.Invoke(context);

    public void BeforePhase(ILearningContext context, Phase phase) => OnPhase?.Invoke(context, phase);

    public void AddLosses(LossContext loss) => OnLoss?.Invoke(loss);

    public void AfterPhase(ILearningContext context, Phase phase) => OnPhaseEnd?.Invoke(context, phase);

    public void AfterExperience(ILearningContext context) => OnEnd?.Invoke(context);

    /// <summary>An output of the model for samples, without gradient, as one array.</summary>
    public static float[] Outputs(ILearningContext context, IReadOnlyList<SampleInfo> samples, string key)
    {
        var values = new List<float>();
        context.Pass(samples, new() { Features = true }, (_, output) =>
            values.AddRange(output[key].detach().cpu().contiguous().data<float>().ToArray()));
        return [.. values];
    }
}

/// <summary>Formulas in double precision, written out by hand.</summary>
internal static class Formulas
{
    public static double[] Softmax(IEnumerable<double> scores)
    {
        var all = scores.ToArray();
        double[] powers = [.. all.Select(score => Math.Exp(score - all.Max()))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    public static double CrossEntropy(double[][] rows, int[] labels) =>
        rows.Select((row, i) => -Math.Log(Softmax(row)[labels[i]])).Average();

    /// <summary>The rows of a matrix.</summary>
    public static double[][] Rows(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var width = (int)matrix.size(1);
        var values = matrix.detach().cpu().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        return [.. values.Chunk(width)];
    }

    /// <summary>x W^T + b, row by row.</summary>
    public static double[][] Linear(double[][] x, double[][] weight, double[] bias) =>
        [.. x.Select(row => weight.Select((own, c) => own.Zip(row, (a, b) => a * b).Sum() + bias[c]).ToArray())];

    public static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
