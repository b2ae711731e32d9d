using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Registers the benchmarks.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components)
    {
        var json = OptionsJson.Default;
        components.Add<IBenchmark, ClassIncremental, ClassIncrementalOptions>("class-incremental", json.ClassIncrementalOptions)
            .Describe("Classes arrive in groups; all classes seen compete");
        components.Add<IBenchmark, TaskIncremental, ClassIncrementalOptions>("task-incremental", json.ClassIncrementalOptions)
            .Describe("Classes arrive in groups, and the learner is told which group a sample belongs to");
        components.Add<IBenchmark, DomainIncremental, DomainIncrementalOptions>("domain-incremental", json.DomainIncrementalOptions)
            .Describe("The classes stay, the domain of their samples changes");
        components.Add<IBenchmark, FewShot, FewShotOptions>("few-shot", json.FewShotOptions)
            .Describe("A base session with many samples, then sessions of N new classes with K samples each");
        components.Add<IBenchmark, Blurry, BlurryOptions>("blurry", json.BlurryOptions)
            .Describe("Some classes are disjoint, of the others a share of samples is scattered over the stream (Si-Blurry)");
        components.Add<IBenchmark, Joint, JointOptions>("joint", json.JointOptions)
            .Describe("All classes at once");
        components.Add<IBenchmark, Unlabelled, UnlabelledOptions>("unlabelled", json.UnlabelledOptions)
            .Describe("Training samples without labels, for self-supervised learning");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ClassIncrementalOptions))]
[JsonSerializable(typeof(DomainIncrementalOptions))]
[JsonSerializable(typeof(FewShotOptions))]
[JsonSerializable(typeof(BlurryOptions))]
[JsonSerializable(typeof(JointOptions))]
[JsonSerializable(typeof(UnlabelledOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
