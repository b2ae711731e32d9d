using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using PluginHost.Contracts;

namespace PluginHost.Sdk.Tests;

/// <summary>A component of this very assembly, so that the generator runs as in a plugin.</summary>
[Component("sample")]
public sealed class SampleObserver(SampleOptions options) : IRunObserver
{
    /// <summary>The options.</summary>
    public SampleOptions Options { get; } = options;

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
    }
}

/// <summary>One option of every type that options can have.</summary>
public class SampleOptions : BasicOptions
{
    [Required]
    [Description("Written here")]
    public string Text { get; set; } = "a";

    public string? Nothing { get; set; }

    public bool Flag { get; set; } = true;

    [Range(1, 10)]
    public int Count { get; set; } = 2;

    public long Large { get; set; } = 1L << 40;

    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Rate { get; set; } = 0.25;

    public float Single { get; set; } = 0.5f;

    public byte Small { get; set; } = 7;

    public short Short { get; set; } = -7;

    public uint Unsigned { get; set; } = 7;

    public ulong Huge { get; set; } = ulong.MaxValue;

    public ushort Port { get; set; } = 80;

    public decimal Exact { get; set; } = 1.10m;

    public int? Limit { get; set; }

    public double? Weight { get; set; } = 1.5;

    public SampleTone Tone { get; set; } = SampleTone.High;

    public SampleTone? MaybeTone { get; set; }

    [AllowedValues("short", "long")]
    public string Style { get; set; } = "short";

    public int[] Sizes { get; set; } = [1, 2];

    public string[][]? Table { get; set; } = [["a"], []];

    [MinLength(1)]
    public List<double> Rates { get; set; } = [0.5];

    public IReadOnlyList<string> Names { get; set; } = ["x", "y"];

    public IList<int> Numbers { get; set; } = [4];

    public ICollection<bool> Flags { get; set; } = [true];

    public IReadOnlyCollection<long> Longs { get; set; } = [5];

    public IEnumerable<SampleInner> Many { get; set; } = [new SampleInner { Depth = 3 }];

    public Dictionary<string, double[]>? Map { get; set; } = new(StringComparer.Ordinal) { ["One Key"] = [1, 2] };

    public IDictionary<string, int> Counts { get; set; } = new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1 };

    public IReadOnlyDictionary<string, SampleInner> Inners { get; set; } =
        new Dictionary<string, SampleInner>(StringComparer.Ordinal) { ["deep"] = new() };

    public SampleInner Inner { get; set; } = new();

    public SampleInner? MaybeInner { get; set; }

    [JsonPropertyName("other-name")]
    public int Renamed { get; set; } = 1;

    public int NFft { get; set; } = 1022;

    [JsonIgnore]
    public Type Ignored { get; set; } = typeof(int);

    internal int Hidden { get; set; } = 1;
}

/// <summary>What several options classes share.</summary>
public class BasicOptions
{
    public long Seed { get; set; } = 1;
}

/// <summary>Options inside options, which may hold themselves.</summary>
public sealed class SampleInner
{
    [Range(0, 5)]
    public int Depth { get; set; } = 1;

    public List<SampleInner>? Below { get; set; }
}

/// <summary>A choice.</summary>
public enum SampleTone
{
    [JsonStringEnumMemberName("quite-low")]
    Low,

    [JsonStringEnumMemberName("high")]
    High,
}

/// <summary>The same options by the generator of System.Text.Json: the reference.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(SampleOptions))]
internal sealed partial class ReferenceJson : JsonSerializerContext;
