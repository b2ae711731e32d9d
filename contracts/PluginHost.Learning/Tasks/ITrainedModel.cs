using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>All that a run has learned, ready to predict: the model, and the strategies' rule of prediction. For one thread at a time.</summary>
public interface ITrainedModel
{
    /// <summary>Facts about the run's data set, with the classes in the order of the stream.</summary>
    DatasetInfo Dataset { get; }

    /// <summary>The classes learned so far; a label indexes this list.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>The test samples of every experience so far, in the order in which the run tests them.</summary>
    IReadOnlyList<SampleInfo> Tested { get; }

    /// <summary>Samples of the run's data set, with features.</summary>
    ISampleSource Samples { get; }

    /// <summary>The run's feature extractor; <see langword="null"/> if it has none.</summary>
    IFeatureExtractor? Features { get; }

    /// <summary>Reads files as the run's data set reads its own; <see langword="null"/> if it cannot.</summary>
    IFileReader? Files { get; }

    /// <summary>Takes progress and messages.</summary>
    IRunEvents Events { get; }

    /// <summary>Loads a sample as the data set gives it, its pictures included.</summary>
    /// <param name="sample">A sample of the run.</param>
    /// <returns>The sample, owned by the caller.</returns>
    Sample Load(SampleInfo sample);

    /// <summary>Predicts a batch as the run's tests do: in eval mode, without gradient, by the strategies' rule, decoded by the task.</summary>
    /// <param name="batch">The batch, on the CPU; it is moved to the device and stays the caller's.</param>
    /// <returns>The predictions, owned by the caller.</returns>
    Prediction Predict(Batch batch);

    /// <summary>Measures predictions by the run's metrics of single rows.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <returns>For each row the figures by name; those that are not defined for it are left out.</returns>
    IReadOnlyList<IReadOnlyDictionary<string, double>> Measure(Prediction prediction);
}

/// <summary>Optional for a task: what its trained models do with files of a user's own (<c>separate</c>, <c>predict</c>).</summary>
public interface IFileTask
{
    /// <summary>The verb of the command line that this is.</summary>
    string Verb { get; }

    /// <summary>Applies a trained model to files.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">The files, and where results go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="JobException">The input cannot be used.</exception>
    ApplicationResult Apply(ITrainedModel model, ApplicationRequest request, CancellationToken cancellationToken);
}

/// <summary>
/// Optional for a data set: reads a file of a user's own as it reads its files, so that a trained model can be asked about it. Asked once the data
/// set is prepared.
/// </summary>
public interface IFileReader
{
    /// <summary>Endings of file names that are taken from a folder, in lower case with the dot.</summary>
    IReadOnlyList<string> Endings { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The absolute path.</param>
    /// <param name="sample">The name that the sample gets; it has no label.</param>
    /// <returns>The sample, owned by the caller.</returns>
    /// <exception cref="JobException">The file cannot be used.</exception>
    Sample ReadFile(string file, SampleInfo sample);
}

/// <summary>Optional for a task: examples of what a model does, to look at and to listen to, for the report of a run.</summary>
public interface IShowsExamples
{
    /// <summary>Writes examples from the test samples; the same model gives the same ones.</summary>
    /// <param name="model">The model after the last experience.</param>
    /// <param name="count">How many; fewer if there are fewer.</param>
    /// <param name="folder">Where their files go: an empty folder.</param>
    /// <returns>What the files are; <see langword="null"/> if there is nothing to show.</returns>
    ExampleSheet? WriteExamples(ITrainedModel model, int count, string folder);
}
