using System.Globalization;

namespace PluginHost.Learning;

/// <summary>A tensor of a sample that is not what its name promises.</summary>
/// <param name="Key">The tensor's name.</param>
/// <param name="Found">What it is, the rest of a sentence that begins with the name.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Fix">The likely way out; <see langword="null"/> if there is none.</param>
public sealed record SampleFault(string Key, string Found, string Expected, string? Fix = null);

/// <summary>
/// Holds samples to <see cref="SampleKeys"/>: type, shape and range of the tensors named there; of every tensor that it is on the CPU, not
/// empty and finite. Engines ask for it where samples enter, the conformance kit for every data set.
/// </summary>
public static class SampleRules
{
    // Sound that was decoded and resampled with care may round a little beyond full scale.
    private const float FullScale = 1.001f;
    private const float Loudest16Bit = 32768;

    private static readonly Dictionary<string, Rule> s_rules = new(StringComparer.Ordinal)
    {
        [SampleKeys.Audio] = new(ScalarType.Float32, "(samples) within [-1, 1]", [0]),
        [SampleKeys.Frames] = new(ScalarType.Byte, "(frames, channels, height, width) with 1 or 3 channels", [0, 0, 0, 0])
        {
            Fits = shape => shape[1] is 1 or 3,
        },
        [SampleKeys.Objects] = new(ScalarType.Float32, "(frames, size)", [0, 0]) { Size = 1 },
        [SampleKeys.Motion] = new(ScalarType.Float32, "(size, steps)", [0, 0]) { Size = 0 },
        [SampleKeys.Image] = new(ScalarType.Float32, "(channels, height, width)", [0, 0, 0]) { Size = 0 },
        [SampleKeys.Features] = new(ScalarType.Float32, "(size)", [0]) { Size = 0 },
        [SampleKeys.Mask] = new(ScalarType.Float32, "(1, height, width)", [1, 0, 0]),
    };

    /// <summary>Looks at the tensors of a sample.</summary>
    /// <param name="tensors">The tensors by name.</param>
    /// <returns>What is wrong, one fault a tensor at most.</returns>
    public static IEnumerable<SampleFault> Check(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var (key, tensor) in tensors)
        {
            if (Fault(key, tensor) is { } fault) yield return fault;
        }
    }

    /// <summary>The sizes that all samples of a data set share: of a picture the channels, of vectors their size.</summary>
    /// <param name="tensors">The tensors of a sample that <see cref="Check"/> found nothing wrong with.</param>
    /// <returns>For each tensor with such a size its name, the dimension it is in, and the size.</returns>
    public static IEnumerable<(string Key, int Dimension, long Size)> SharedSizes(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var (key, tensor) in tensors)
        {
            if (s_rules.TryGetValue(key, out var rule) && rule.Size is { } dimension) yield return (key, dimension, tensor.shape[dimension]);
        }
    }

    /// <summary>Type and shape of a tensor in the words of <see cref="SampleKeys"/>, such as <c>float32 (22050)</c>.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>The words.</returns>
    public static string Describe(Tensor tensor) => $"{Name(tensor.dtype)} ({string.Join(", ", tensor.shape)})";

    private static SampleFault? Fault(string key, Tensor? tensor)
    {
        var rule = s_rules.GetValueOrDefault(key);
        var expected = rule is null ? "a tensor with values" : $"{Name(rule.Type)} {rule.Shape}";
        if (tensor is null) return new(key, "is null", expected);
        if (tensor.IsInvalid) return new(key, "was disposed", expected, "Give tensors that no dispose scope owns; the sample disposes them.");
        if (tensor.device.type != DeviceType.CPU) return new(key, $"lies on {tensor.device}", "a tensor on the CPU");
        if (rule is not null && !rule.Holds(tensor)) return new(key, $"is {Describe(tensor)}", expected, rule.Advice(tensor));
        if (tensor.numel() == 0) return new(key, $"is empty: {Describe(tensor)}", rule is null ? "at least one value" : expected);
        if (!is_floating_point(tensor.dtype)) return null;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var wrong = tensor.numel() - tensor.isfinite().sum().ToInt64();
        if (wrong > 0) return new(key, $"has {wrong} values of {tensor.numel()} that are infinite or not a number", "finite numbers");
        return key == SampleKeys.Audio ? Loud(tensor, expected) : null;
    }

    private static SampleFault? Loud(Tensor sound, string expected)
    {
        var peak = sound.abs().max().ToSingle();
        if (peak <= FullScale) return null;
        var text = peak.ToString("0.####", CultureInfo.InvariantCulture);
        return new(SampleKeys.Audio, $"reaches {text}", expected, peak is > 127 and <= Loudest16Bit
            ? "These look like whole numbers of 16 bits: divide them by 32768."
            : "Scale the sound down, or limit it to [-1, 1] as a converter would.");
    }

    private static string Name(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        _ => type.ToString().ToLowerInvariant(),
    };

    private sealed record Rule(ScalarType Type, string Shape, long[] Sizes)
    {
        public Func<long[], bool>? Fits { get; init; }

        // The dimension whose size all samples share.
        public int? Size { get; init; }

        public bool Holds(Tensor tensor)
        {
            var shape = tensor.shape;
            if (tensor.dtype != Type || shape.Length != Sizes.Length) return false;
            for (var i = 0; i < shape.Length; i++)
            {
                if (Sizes[i] > 0 && shape[i] != Sizes[i]) return false;
            }

            return Fits is null || Fits(shape);
        }

        // What the shape found most likely is.
        public string? Advice(Tensor tensor)
        {
            var shape = tensor.shape;
            if (shape.Length == Sizes.Length && tensor.dtype != Type) return $"Convert it to {Name(Type)}.";
            if (Sizes.Length == 1 && shape.Length == 2 && shape.Min() <= 8) return "Average the channels of a sound to one.";
            if (Sizes.Length == 4 && shape.Length == 4 && shape[3] is 1 or 3) return "Put the channels before height and width.";
            return Sizes.Length == 3 && shape.Length == 3 && shape[2] is 1 or 3 or 4 ? "Put the channels first." : null;
        }
    }
}
