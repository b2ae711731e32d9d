using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>A labelled data set. Knows nothing of mixing, models or strategies.</summary>
[ComponentKind("dataset")]
public interface IDataset
{
    /// <summary>Facts about the data; valid after <see cref="PrepareAsync"/>.</summary>
    DatasetInfo Info { get; }

    /// <summary>
    /// Whether <see cref="PrepareAsync"/> is quick: <see langword="false"/> while it has much to fetch, render or convert. <c>validate</c>
    /// prepares data that is quick to prepare and says so of the rest. Valid at any time.
    /// </summary>
    bool PreparesQuickly => true;

    /// <summary>Gets the data ready: reads lists, builds what is to be cached. Called once, before anything else; reports progress as run events.</summary>
    /// <param name="cancellationToken">Stops the work; what was built so far stays usable for the next call.</param>
    /// <returns>A task that ends when the data is ready.</returns>
    /// <exception cref="JobException">Data is missing or unreadable; every problem is a finding.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Lists the samples of a split: classes in order, a fixed order within each.</summary>
    /// <param name="split">The split.</param>
    /// <returns>The samples.</returns>
    IReadOnlyList<SampleInfo> Samples(Split split);

    /// <summary>Loads one sample. Safe to call from several threads; the same sample always has the same content.</summary>
    /// <param name="sample">One of the listed samples.</param>
    /// <returns>
    /// The sample, owned by the caller. Tensors of <see cref="SampleKeys"/> have the type and shape that is said there; engines refuse others.
    /// </returns>
    /// <exception cref="JobException">The file is missing, unreadable, silent or holds values that are not finite.</exception>
    Sample Load(SampleInfo sample);
}
