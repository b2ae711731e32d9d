using System.Text.Json.Serialization;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Learning.Separation;

namespace Vintage;

public sealed class Plugin : IPlugin
{
    public void Register(IComponentRegistry components)
    {
        components.Add<IStrategy, VintageStrategy, VintageOptions>("vintage", VintageJson.Default.VintageOptions)
            .Describe("Uses every hook there was")
            .Needs<IMaskPrediction>("it looks at masks");
        components.Add<IRunObserver, VintageObserver>("vintage");
    }
}

public sealed class VintageOptions : ICheckedOptions
{
    public double Weight { get; set; } = 0.5;

    public IEnumerable<Finding> Check()
    {
        if (Weight < 0) yield return new Finding { Code = "VI0001", Where = "weight", What = $"found {Weight}", Expected = "0 or more" };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VintageOptions))]
internal sealed partial class VintageJson : JsonSerializerContext;

public sealed class VintageObserver(IRunContext run) : IRunObserver
{
    private int _events;

    public void OnEvent(RunEvent runEvent)
    {
        _events++;
        if (runEvent is RunEnded { Outcome: RunOutcome.Completed })
            File.WriteAllText(Path.Combine(run.Directory, "vintage.txt"), $"{_events > 5} {run.Seed} {run.ResolvePath("x") != "x"}");
    }
}
