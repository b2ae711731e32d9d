namespace PluginHost.Plugins.Memories;

/// <summary>Registers the memories.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components)
    {
        components.Add<IMemory, ClassBalancedMemory, ClassBalancedMemoryOptions>(
                "class-balanced", OptionsJson.Default.ClassBalancedMemoryOptions)
            .Describe("Divides a budget evenly among classes and keeps a uniform sample of each");
        components.Add<IMemory, ClosestToMeanMemory, ClosestToMeanMemoryOptions>(
                "closest-to-mean", OptionsJson.Default.ClosestToMeanMemoryOptions)
            .Describe("Keeps the samples closest to the mean of their class");
        components.Add<IMemory, GssGreedyMemory, GssGreedyMemoryOptions>("gss-greedy", OptionsJson.Default.GssGreedyMemoryOptions)
            .Describe("Keeps samples whose loss gradients point in different directions");
        components.Add<IMemory, HerdingMemory, HerdingMemoryOptions>("herding", OptionsJson.Default.HerdingMemoryOptions)
            .Describe("Keeps the samples whose mean stays closest to the mean of their class (iCaRL)");
        components.Add<IMemory, KCenterMemory, KCenterMemoryOptions>("k-center", OptionsJson.Default.KCenterMemoryOptions)
            .Describe("Keeps samples spread over their class, each the farthest from those chosen before");
        components.Add<IMemory, RandomMemory, RandomMemoryOptions>("random", OptionsJson.Default.RandomMemoryOptions)
            .Describe("Keeps a fixed number of samples per old class, drawn uniformly without replacement");
        components.Add<IMemory, ReservoirMemory, ReservoirMemoryOptions>("reservoir", OptionsJson.Default.ReservoirMemoryOptions)
            .Describe("Keeps a uniform sample of everything seen, whatever the class (Algorithm R)");
        components.Add<IMemory, RingBufferMemory, RingBufferMemoryOptions>("ring-buffer", OptionsJson.Default.RingBufferMemoryOptions)
            .Describe("Keeps the samples of each class that were trained on last, first in first out");
        components.Add<IMemory, UncertaintyMemory, UncertaintyMemoryOptions>("uncertainty", OptionsJson.Default.UncertaintyMemoryOptions)
            .Describe("Keeps the samples of each class that the model does worst, or best, on");
    }
}
