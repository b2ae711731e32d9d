using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Separators;

/// <summary>
/// Options of a separator that hears the mixture with a U-Net. The defaults are those of the originals, 7 stages from 64 channels.
/// </summary>
public abstract class SoundOptions : ICheckedOptions
{
    [Range(3, 12)]
    [Description("Stages of the U-Net on the way down; each halves height and width")]
    public int Downs { get; set; } = 7;

    [Range(1, 1024)]
    [Description("Channels of the first stage; they double up to eightfold. Not used when channels are listed")]
    public int BaseChannels { get; set; } = 64;

    [Description("Channels of every stage on the way down, as many as downs; empty to derive them from baseChannels")]
    public IReadOnlyList<int> Channels { get; set; } = [];

    /// <summary>The letters that the findings' codes begin with.</summary>
    protected abstract string Code { get; }

    /// <summary>The channels in force.</summary>
    /// <returns>Channels from the first stage to the last.</returns>
    public IReadOnlyList<int> StageChannels() =>
        Channels.Count > 0 ? Channels : [.. Enumerable.Range(0, Downs).Select(stage => BaseChannels << Math.Min(stage, 3))];

    /// <inheritdoc/>
    public virtual IEnumerable<Finding> Check()
    {
        if (Channels.Count > 0 && Channels.Count != Downs)
            yield return Broken("channels", $"has {Channels.Count} entries", $"as many as downs, {Downs}, or none");
        if (Channels.Any(channels => channels < 1)) yield return Broken("channels", "has an entry below 1", "numbers from 1");
    }

    /// <summary>A finding about one option.</summary>
    /// <param name="option">Its name in a job.</param>
    /// <param name="what">What is wrong: the rest of a sentence that begins with the name.</param>
    /// <param name="expected">What was expected.</param>
    /// <returns>The finding.</returns>
    protected Finding Broken(string option, string what, string expected) =>
        new() { Code = Code + "0001", Where = option, What = $"'{option}' {what}.", Expected = expected };
}
