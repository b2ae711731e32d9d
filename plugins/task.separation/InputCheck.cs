namespace PluginHost.Plugins.Separation;

/// <summary>Compares the task's options with what the data set gives, before anything is trained.</summary>
internal static class InputCheck
{
    /// <summary>Looks at the data set's facts and at one sample.</summary>
    /// <param name="options">The task's options.</param>
    /// <param name="samples">Where samples come from.</param>
    /// <param name="example">The sample.</param>
    /// <param name="seesPictures">Whether the model sees pictures, and may do without an extractor's vectors.</param>
    /// <exception cref="JobException">Something is missing or does not fit; every gap is a finding.</exception>
    public static void Require(SeparationOptions options, ISampleSource samples, SampleInfo example, bool seesPictures)
    {
        var findings = new List<Finding>();
        var data = samples.Dataset;
        if (data.AudioRate != options.AudioRate)
        {
            findings.Add(new()
            {
                Code = "SEP0101",
                Where = "task.options.audioRate",
                What = data.AudioRate == 0
                    ? $"Data set '{data.Name}' has no sound."
                    : $"The task expects {options.AudioRate} Hz and data set '{data.Name}' has {data.AudioRate} Hz.",
                Expected = "equal rates",
                Fix = data.AudioRate == 0 ? "Choose a data set with sound." : $"Set task.options.audioRate to {data.AudioRate}.",
            });
        }

        var sample = samples.Get(example);
        const string extract = "Name a feature extractor that gives them.";
        Shape(findings, data, sample, SampleKeys.Audio, 1, "sound of (samples)", "Choose a data set with sound.");
        if (seesPictures)
            Shape(findings, data, sample, SampleKeys.Frames, 4, "pictures of (frames, channels, height, width)", "Choose a data set with pictures.");
        if (Needed(SampleKeys.Objects)) Shape(findings, data, sample, SampleKeys.Objects, 2, "object vectors of (frames, size)", extract);
        if (Needed(SampleKeys.Motion)) Shape(findings, data, sample, SampleKeys.Motion, 2, "motion vectors of (size, steps)", extract);
        if ((seesPictures || sample.Tensors.ContainsKey(SampleKeys.Objects)) && data.FrameRate <= 0)
        {
            findings.Add(new()
            {
                Code = "SEP0102",
                Where = "dataset",
                What = $"Data set '{data.Name}' states a frame rate of {data.FrameRate}.",
                Expected = "frames per second above 0, to find the pictures that go with a stretch of sound",
            });
        }

        if (findings.Count > 0) throw new JobException(findings);

        bool Needed(string key) => !seesPictures || sample.Tensors.ContainsKey(key);
    }

    private static void Shape(
        List<Finding> findings, DatasetInfo data, Sample sample, string key, int dimensions, string expected, string fix)
    {
        var found = sample.Tensors.TryGetValue(key, out var tensor) ? $"({string.Join(", ", tensor.shape)})" : null;
        if (tensor is not null && tensor.shape.Length == dimensions) return;
        findings.Add(new()
        {
            Code = "SEP0104",
            Where = "dataset",
            What = found is null
                ? $"Samples of data set '{data.Name}' have no '{key}'; they have {string.Join(", ", sample.Tensors.Keys)}."
                : $"'{key}' of samples of data set '{data.Name}' has the shape {found}.",
            Expected = expected,
            Fix = fix,
        });
    }
}
