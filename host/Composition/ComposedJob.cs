using Autofac;
using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Composition;

/// <summary>The living components of a job. Disposing disposes them, those that depend on others first.</summary>
internal sealed class ComposedJob(IContainer root, IReadOnlyList<ComposedComponent> components) : IAsyncDisposable
{
    public IReadOnlyList<ComposedComponent> Components => components;

    /// <summary>The engine of the job.</summary>
    public IJobEngine? Engine => components.Select(component => component.Instance).OfType<IJobEngine>().FirstOrDefault();

    /// <summary>What went wrong while disposing.</summary>
    public FindingList DisposalFindings { get; } = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var component in components.Reverse())
        {
            try
            {
                await component.Scope.DisposeAsync();
            }
            catch (Exception exception)
            {
                DisposalFindings.Warn(
                    FindingCodes.DisposeFailed,
                    component.Entry.Entry.Path,
                    $"{component.Entry} failed to dispose: {exception.Message}");
            }
        }

        await root.DisposeAsync();
    }
}
