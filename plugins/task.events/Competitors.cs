namespace PluginHost.Plugins.Events;

/// <summary>The rows of a batch that an output covers: their samples, their tensors, and which classes compete for each.</summary>
internal sealed class Competitors
{
    private readonly Batch _batch;
    private readonly IReadOnlyList<int>? _rows;
    private readonly IReadOnlyList<int>? _among;
    private readonly SampleInfo[] _samples;
    private readonly Device _device;

    public Competitors(ModelOutput output, Batch batch, IReadOnlyList<int>? among)
    {
        (_batch, _rows, _among) = (batch, output.Rows, among);
        _samples = [.. (output.Rows ?? [.. Enumerable.Range(0, batch.Rows)]).Select(row => batch.RowSources[row].Sample)];
        _device = output.Tensors.Values.First().device;
    }

    /// <summary>A batch tensor's rows.</summary>
    public Tensor Of(string key) => _rows is null
        ? _batch[key]
        : _batch[key].index_select(0, tensor(_rows.Select(row => (long)row).ToArray(), device: _batch[key].device));

    /// <summary>Whether one of a row's labels competes, float32 (R): 0 where none does.</summary>
    public Tensor Takes => tensor(_samples.Select(sample => sample.Labels.Any(label => Competes(sample, label)) ? 1f : 0).ToArray(), device: _device);

    /// <summary>Which classes compete, bool (R, classes).</summary>
    public Tensor Mask(long classes) => tensor(
        _samples.SelectMany(sample => Enumerable.Range(0, (int)classes).Select(label => Competes(sample, label))).ToArray(), device: _device)
        .view(_samples.Length, classes);

    /// <summary>
    /// Cross-entropy of the label over the classes that compete, (R); 0 for a row whose label does not.
    /// </summary>
    /// <param name="scores">Class scores, (R, classes).</param>
    /// <exception cref="RunFailedException">A row has no label, or one that the model does not know.</exception>
    public Tensor CrossEntropy(Tensor scores)
    {
        var labels = Labels(scores.shape[1]);
        var losses = -nn.functional.log_softmax(Restricted(scores), 1).gather(1, labels.unsqueeze(1)).squeeze(1);
        return where(Takes > 0, losses, zeros_like(losses));
    }

    /// <summary>Scores with minus infinity for the classes that do not compete; a row whose label does not compete keeps all.</summary>
    public Tensor Restricted(Tensor scores)
    {
        if (_among is null && Array.TrueForAll(_samples, sample => sample.Among is null)) return scores;
        var outside = Mask(scores.shape[1]).logical_not().logical_and(Takes.unsqueeze(1) > 0);
        return scores.masked_fill(outside, double.NegativeInfinity);
    }

    private Tensor Labels(long classes)
    {
        foreach (var sample in _samples)
        {
            if (sample.Label < 0) throw new RunFailedException($"Sample '{sample.Id}' has no label, which this task needs.");
            if (sample.Label >= classes)
                throw new RunFailedException($"Sample '{sample.Id}' is of class {sample.Label}, but the model knows {classes} classes.");
        }

        return tensor(_samples.Select(sample => (long)sample.Label).ToArray(), device: _device);
    }

    private bool Competes(SampleInfo sample, int label) => (_among?.Contains(label) ?? true) && (sample.Among?.Contains(label) ?? true);
}
