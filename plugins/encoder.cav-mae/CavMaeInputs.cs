namespace PluginHost.Plugins.CavMae;

/// <summary>What the model is built for, read from the task's input shapes, and the findings where they do not fit.</summary>
internal static class CavMaeInputs
{
    /// <summary>Reads how a pair is cut.</summary>
    /// <param name="inputs">The shapes by name.</param>
    /// <exception cref="JobException">The task gives no pairs.</exception>
    public static PatchLayout Layout(IReadOnlyDictionary<string, long[]> inputs)
    {
        if (inputs.TryGetValue(AudioVisualKeys.Spectrogram, out var sound) && sound is [1, _, _]
            && inputs.TryGetValue(AudioVisualKeys.Pictures, out var pictures) && pictures is [_, 3, _, _]
            && inputs.TryGetValue(PatchKeys.AudioValues, out var patches) && patches is [_, > 0])
        {
            var side = (int)Math.Round(Math.Sqrt(patches[1]));
            return new(side, (int)sound[1] / side, (int)sound[2] / side, (int)pictures[0], (int)pictures[2] / side, (int)pictures[3] / side);
        }

        throw new JobException(new Finding
        {
            Code = "CV0101",
            Where = "encoder",
            What = $"The task gives {string.Join(", ", inputs.Select(pair => $"'{pair.Key}' ({string.Join(", ", pair.Value)})"))}",
            Expected = "pairs of a spectrogram and pictures, with the size of a patch",
            Fix = "Choose the task audio-visual.",
        });
    }

    /// <summary>Holds sizes to what they must divide.</summary>
    /// <param name="shape">The sizes.</param>
    /// <exception cref="JobException">They do not divide.</exception>
    public static void Check(CavMaeShape shape)
    {
        Divides("encoder.options.width", shape.Width, "heads", shape.Heads);
        Divides("encoder.options.decoderWidth", shape.DecoderWidth, "decoderHeads", shape.DecoderHeads);
    }

    private static void Divides(string where, int width, string name, int heads)
    {
        if (width % heads == 0 && width % 4 == 0) return;
        throw new JobException(new Finding
        {
            Code = "CV0102",
            Where = where,
            What = $"The width is {width}, and {name} is {heads}",
            Expected = "a width that is divisible by the heads and by 4",
            Fix = "Change either.",
        });
    }
}
