using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>Options of STELLA and STELLA+. The defaults are the released ones.</summary>
public sealed class StellaOptions : ICheckedOptions
{
    /// <summary>Share of a modality's patches that is chosen.</summary>
    [Range(0.0, 1.0)]
    public double Core { get; set; } = 0.5;

    /// <summary>Patches of the sound that are chosen, in place of the share.</summary>
    [Description("Patches of the sound that are chosen, in place of the share")]
    [Range(1, 1_000_000)]
    public int? AudioPatches { get; set; }

    /// <summary>Patches of the pictures that are chosen, in place of the share.</summary>
    [Description("Patches of the pictures that are chosen, in place of the share")]
    [Range(1, 1_000_000)]
    public int? VideoPatches { get; set; }

    /// <summary>Share of all patches of a modality that the encoder sees, of those chosen; the other chosen ones are recovered.</summary>
    [Range(0.0, 1.0)]
    public double Visible { get; set; } = 0.2;

    /// <summary>beta, which divides attention before importances are taken of it.</summary>
    [Range(1e-3, 100.0)]
    public double Temperature { get; set; } = 0.4;

    /// <summary>Patches along time that sound is chosen in together.</summary>
    [Range(1, 100_000)]
    public int Chunk { get; set; } = 4;

    /// <summary>Heads of the matching module; absent for the most of 12, 8, 4, 2 and 1 that leave a head 16 channels.</summary>
    [Description("Heads of the matching module; absent for the most of 12, 8, 4, 2 and 1 that leave a head 16 channels")]
    [Range(1, 1024)]
    public int? Heads { get; set; }

    /// <summary>Weight of the matching loss, which trains the matching module alone.</summary>
    [Range(0.0, 1e6)]
    public double MatchingWeight { get; set; } = 1;

    /// <summary>Weight of the squared distance to the stored embedding of each side.</summary>
    [Range(0.0, 1e6)]
    public double LatentWeight { get; set; } = 0.5;

    /// <summary>Pairs drawn from memory in a step; as many as come in if absent.</summary>
    [Description("Pairs drawn from memory in a step; as many as come in if absent")]
    [Range(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Visible < Core || (AudioPatches is not null && VideoPatches is not null)) yield break;
        yield return new()
        {
            Code = "PP0001",
            Where = "visible",
            What = $"a share of {Visible} is to be seen of a share of {Core} that is chosen, so none is left to recover",
            Expected = "a smaller share than core",
        };
    }
}

/// <summary>How many patches of a modality are chosen, and how many of these the encoder sees.</summary>
internal sealed record CoreCount(int Patches, int Chosen, int Visible)
{
    /// <summary>Counts the patches of both modalities.</summary>
    /// <param name="options">The shares or numbers.</param>
    /// <param name="layout">How a pair is cut.</param>
    /// <exception cref="JobException">More are asked for than there are, or a modality has none to see or to recover.</exception>
    public static (CoreCount Audio, CoreCount Video) Of(StellaOptions options, PatchLayout layout)
    {
        var findings = new List<Finding>();
        var audio = Count("audioPatches", "sound", layout.AudioPatches, options.AudioPatches);
        var video = Count("videoPatches", "pictures", layout.VideoPatches, options.VideoPatches);
        if (layout.Times % options.Chunk != 0)
        {
            findings.Add(Finding("PP0102", "chunk", $"The sound has {layout.Times} patches along time, and chunks have {options.Chunk}",
                $"a divisor of {layout.Times}"));
        }

        return findings.Count == 0 ? (audio, video) : throw new JobException(findings);

        CoreCount Count(string name, string what, int patches, int? wanted)
        {
            var chosen = wanted ?? Share(patches, options.Core);
            var visible = Share(patches, options.Visible);
            if (chosen > patches || visible < 1 || visible >= chosen)
            {
                findings.Add(Finding("PP0101", wanted is null ? "core" : name,
                    $"The {what} have {patches} patches, of which {chosen} are to be chosen and {visible} of these seen",
                    $"at most {patches} chosen, at least one of these seen and one to recover"));
            }

            return new(patches, chosen, visible);
        }
    }

    private static Finding Finding(string code, string option, string what, string expected) =>
        new() { Code = code, Where = $"strategy.options.{option}", What = what, Expected = expected };

    // A hair above the product: 0.2 * 35 is below 7 in binary.
    private static int Share(int patches, double share) => (int)Math.Floor((patches * share) + 1e-9);
}
