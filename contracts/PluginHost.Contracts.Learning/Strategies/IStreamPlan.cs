namespace PluginHost.Contracts.Learning;

/// <summary>Rearranges the stream before it begins; joint training merges all increments into one.</summary>
public interface IStreamPlan
{
    /// <summary>Arranges the stream.</summary>
    /// <param name="stream">The job's stream.</param>
    /// <returns>The stream to run.</returns>
    ClassStream Arrange(ClassStream stream);
}
