namespace PluginHost.Plugins.Classification;

/// <summary>Which classes compete for each row of an output, and the rows' labels.</summary>
internal sealed class Competition
{
    private readonly Tensor? _out;
    private readonly IReadOnlyList<int>? _rows;

    private Competition(Tensor labels, Tensor? takes, Tensor? outside, IReadOnlyList<int>? rows) =>
        (Labels, Takes, _out, _rows) = (labels, takes, outside, rows);

    /// <summary>The label of each row, int64 (R); 0 where it does not compete.</summary>
    public Tensor Labels { get; }

    /// <summary>Whether each row's label competes, bool (R); <see langword="null"/> if all do.</summary>
    public Tensor? Takes { get; }

    /// <summary>Finds out.</summary>
    /// <exception cref="RunFailedException">A sample has no label, or the model does not know it.</exception>
    public static Competition Of(ModelOutput output, Batch batch, IReadOnlyList<int>? among)
    {
        var logits = output[OutputKeys.Logits];
        var (rows, classes) = (output.Rows, (int)logits.shape[1]);
        var samples = (rows ?? [.. Enumerable.Range(0, batch.Rows)]).Select(row => batch.RowSources[row].Sample).ToArray();
        var restricted = among is not null || Array.Exists(samples, sample => sample.Among is not null);
        var labels = new long[samples.Length];
        var takes = new bool[samples.Length];
        var outside = restricted ? new bool[samples.Length * classes] : [];
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = samples[i];
            if (sample.Label < 0) throw new RunFailedException($"Sample '{sample.Id}' has no label, which classification needs.");
            if (sample.Label >= classes)
                throw new RunFailedException($"Sample '{sample.Id}' is of class {sample.Label}, but the model knows {classes} classes.");
            takes[i] = (among?.Contains(sample.Label) ?? true) && (sample.Among?.Contains(sample.Label) ?? true);
            labels[i] = takes[i] ? sample.Label : 0;
            for (var k = 0; restricted && k < classes; k++)
                outside[(i * classes) + k] = takes[i] && !((among?.Contains(k) ?? true) && (sample.Among?.Contains(k) ?? true));
        }

        var device = logits.device;
        return new(
            tensor(labels, device: device),
            Array.TrueForAll(takes, take => take) ? null : tensor(takes, device: device),
            restricted ? tensor(outside, device: device).view(samples.Length, classes) : null,
            rows);
    }

    /// <summary>Sets the scores of classes that do not compete to minus infinity.</summary>
    public Tensor Mask(Tensor logits) => _out is null ? logits : logits.masked_fill(_out, double.NegativeInfinity);

    /// <summary>The rows of a batch tensor that the output covers.</summary>
    public Tensor Pick(Tensor values) =>
        _rows is null ? values : values.index_select(0, tensor(_rows.Select(row => (long)row).ToArray(), device: values.device));
}
