namespace PluginHost.Learning.Tests;

/// <summary>Keeps the first samples of every class; looks at gradients on the way if asked to, as some memories do.</summary>
internal sealed class ToyMemory(int perClass = 2, bool looksAtGradients = false) : IMemory
{
    private readonly List<Exemplar> _exemplars = [];

    public IReadOnlyList<Exemplar> Exemplars => _exemplars;

    public long Bytes { get; private set; }

    public void Update(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var passed = 0;
        if (looksAtGradients) context.GradientPass(candidates, "toy-memory", [context.Experience.Index], (_, _) => passed++);
        foreach (var sample in candidates.GroupBy(sample => sample.Label).SelectMany(group => group.Take(perClass))) Keep(context, sample);
    }

    public void SaveState(StateBag state) =>
        state.Json["ids"] = string.Join(' ', _exemplars.Select(exemplar => $"{exemplar.Sample.Id}:{exemplar.Sample.Label}"));

    public void LoadState(StateBag state, ILearningContext context)
    {
        _exemplars.Clear();
        Bytes = 0;
        foreach (var part in ((string)state.Json["ids"]!).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':')))
            Keep(context, new() { Id = part[0], Label = int.Parse(part[1], null), Split = Split.Train });
    }

    private void Keep(ILearningContext context, SampleInfo sample)
    {
        _exemplars.Add(new() { Sample = sample });
        Bytes += context.Samples.Get(sample).Bytes;
    }
}
