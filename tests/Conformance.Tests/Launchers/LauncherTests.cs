using PluginHost.PluginKit;

namespace PluginHost.Conformance.Tests;

public sealed class SlurmLauncherTests() : PluginConformance("launcher.slurm", "launcher", "slurm")
{
    /// <inheritdoc/>
    protected override string? Missing => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "sbatch"))) ? null : "Slurm's programs are not installed";
}
