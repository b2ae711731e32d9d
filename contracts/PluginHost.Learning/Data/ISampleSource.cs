namespace PluginHost.Learning;

/// <summary>Gives loaded samples with features added, from a cache that the engine keeps. Safe to use from several threads.</summary>
public interface ISampleSource
{
    /// <summary>Facts about the data set, with the classes in the order of the stream.</summary>
    DatasetInfo Dataset { get; }

    /// <summary>Gets a sample, loading it and extracting its features the first time.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The sample; owned by the source, not to be disposed or written to.</returns>
    Sample Get(SampleInfo sample);
}
