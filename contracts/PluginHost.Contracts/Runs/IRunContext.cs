namespace PluginHost.Contracts;

/// <summary>What a component may know of the run it takes part in. Immutable and safe to use from any thread.</summary>
public interface IRunContext
{
    /// <summary>The run's name: the last part of <see cref="Directory"/>.</summary>
    string Name { get; }

    /// <summary>The run's own folder, absolute; it exists. Checkpoints, metrics and reports go here.</summary>
    string Directory { get; }

    /// <summary>The folder of the job file, absolute. Relative paths in options are relative to it: see <see cref="ResolvePath"/>.</summary>
    string JobDirectory { get; }

    /// <summary>The device asked for: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, or <c>auto</c> where the engine is to choose.</summary>
    string Device { get; }

    /// <summary>The number of compute threads to use; at least 1.</summary>
    int Threads { get; }

    /// <summary>The job's seed, from which every random stream derives; see <see cref="RandomSource"/>.</summary>
    long Seed { get; }

    /// <summary>Whether an earlier, unfinished execution of this run is to be continued from its saved state.</summary>
    bool Resume { get; }

    /// <summary>Whether live progress may be drawn; <see langword="false"/> with <c>--no-progress</c>. Results and warnings are shown anyway.</summary>
    bool ShowProgress { get; }

    /// <summary>Makes a path from the job absolute.</summary>
    /// <param name="path">A path, absolute or relative to the job file; <c>~/</c> is the user's home.</param>
    /// <returns>The absolute path.</returns>
    string ResolvePath(string path);
}
