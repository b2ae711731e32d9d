using System.Runtime.CompilerServices;

namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>Refuses samples that cannot be mixed. Each loaded sample is looked at once. Safe to use from several threads.</summary>
internal sealed class SampleCheck
{
    private readonly ConditionalWeakTable<Sample, object> _good = [];

    /// <summary>Looks at a sample's sound and vectors.</summary>
    /// <param name="sample">The sample.</param>
    /// <exception cref="JobException">
    /// The sound is silent or holds values that are not finite, or a tensor is missing; names the sample.
    /// </exception>
    public void Require(Sample sample)
    {
        if (_good.TryGetValue(sample, out _)) return;
        using var scope = NewDisposeScope();
        foreach (var key in new[] { SampleKeys.Audio, SampleKeys.Objects, SampleKeys.Motion })
        {
            if (!sample.Tensors.ContainsKey(key)) throw Bad(sample, "SEP0104", $"has no '{key}'", "see the task's inputs");
            if (sample[key].numel() == 0) throw Bad(sample, "SEP0105", $"has an empty '{key}'", "at least one value");
            if (!sample[key].isfinite().all().item<bool>())
                throw Bad(sample, "SEP0106", $"holds values in '{key}' that are not finite", "finite numbers");
        }

        if (sample[SampleKeys.Audio].abs().max().item<float>() < 1e-6f)
            throw Bad(sample, "SEP0107", "is silent", "a sound above 1e-6 of full scale somewhere");
        _good.AddOrUpdate(sample, this);
    }

    private static JobException Bad(Sample sample, string code, string what, string expected) => new(new Finding
    {
        Code = code,
        Where = $"sample {sample.Info.Id}",
        What = $"Sample '{sample.Info.Id}' {what}.",
        Expected = expected,
        Fix = "Repair the file or take it out of the data set.",
    });
}
