namespace PluginHost.PluginKit.Trials;

/// <summary>Where a stream is cut into experiences, counted in training samples.</summary>
internal sealed record Cut(int First);

/// <summary>
/// An online stream without boundaries over eight samples of four classes in turn, cut into two experiences. The samples and their order are
/// the same wherever it is cut: a learner that is told no boundary learns the same.
/// </summary>
internal sealed class CutStream(Cut cut) : IBenchmark
{
    private const int Classes = 4;
    private const int Rounds = 2;

    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        int[] order = [.. Enumerable.Range(0, Classes)];
        var train = dataset.Samples(Split.Train).ToLookup(sample => sample.Label);
        var test = dataset.Samples(Split.Test).ToLookup(sample => sample.Label);
        SampleInfo[] arrival = [.. Enumerable.Range(0, Rounds).SelectMany(round => order.Select(label => train[label].ElementAt(round)))];
        var builder = new StreamBuilder(dataset.Info, order);
        foreach (var part in (SampleInfo[][])[arrival[..cut.First], arrival[cut.First..]])
        {
            var tested = part.Select(sample => sample.Label).Distinct().Order();
            builder.Add(new() { Train = part, Test = [.. tested.Select(label => test[label].First())] });
        }

        return builder.Build(boundaries: false, online: true);
    }
}
