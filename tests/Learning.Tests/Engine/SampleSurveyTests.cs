namespace PluginHost.Learning.Tests.Engine;

/// <summary>What <c>data check</c> tells of each class, on sounds whose figures are known by their formula.</summary>
public sealed class SampleSurveyTests
{
    private const int Rate = 1000;

    [Fact]
    public void Lengths_silence_and_clipping_are_counted_class_by_class()
    {
        var survey = Survey(out var dataset,
            new("a1", Split.Train, [0], Constant(2000, 0.5f)),
            new("a2", Split.Train, [0], Constant(1000, 0.00101f)),
            new("a3", Split.Test, [0], Constant(4000, 0.00099f)),
            new("b1", Split.Train, [1], Peaks(2000, 2)),
            new("b2", Split.Validation, [1], Peaks(2000, 3)),
            new("both", Split.Test, [0, 1], Constant(500, 0)),
            new("none", Split.Train, [], Constant(1000, -1)),
            new("bad", Split.Train, [1], null));

        var table = survey.Table([.. Enum.GetValues<Split>().SelectMany(dataset.Samples)], new HashSet<string> { "bad" });

        table.Columns.ShouldBe(["class", "train", "validation", "test", "seconds", "mean s", "shortest s", "longest s", "silent", "clipped", "unusable"]);
        table.Rows.Select(row => string.Join(' ', row)).ShouldBe(
        [
            "first 2 0 2 7.5 1.875 0.5 4 2 0 0",
            "second 2 1 1 4.5 1.5 0.5 2 1 1 1",
            "(without label) 1 0 0 1 1 1 1 0 1 0",
            "all 5 1 2 12.5 1.786 0.5 4 2 2 1",
        ]);
        table.Caption.ShouldNotBeNull().ShouldContain("0.1 %");
        table.Caption.ShouldContain("-60 dB");
    }

    [Fact]
    public void Without_sound_there_are_no_columns_of_sound()
    {
        var dataset = new ToyDataset(classes: 2, perClass: 3);
        var survey = new SampleSurvey(dataset);
        foreach (var info in dataset.Samples(Split.Train))
        {
            using var sample = dataset.Load(info);
            survey.Note(sample);
        }

        var table = survey.Table([.. Enum.GetValues<Split>().SelectMany(dataset.Samples)], new HashSet<string>());
        table.Columns.ShouldBe(["class", "train", "validation", "test", "unusable"]);
        table.Rows.Select(row => string.Join(' ', row)).ShouldBe(["class0 3 4 4 0", "class1 3 4 4 0", "all 6 8 8 0"]);
        table.Caption.ShouldBeNull();
    }

    [Fact]
    public void A_class_whose_samples_are_all_unusable_has_no_lengths()
    {
        var survey = Survey(out var dataset, new("good", Split.Train, [0], Constant(100, 0.1f)), new("bad", Split.Train, [1], null));
        var table = survey.Table([.. dataset.Samples(Split.Train)], new HashSet<string> { "bad" });
        table.Rows[1].ShouldBe(["second", 1L, 0L, 0L, null, null, null, null, 0L, 0L, 1L]);
    }

    private static SampleSurvey Survey(out Sounds dataset, params Clip[] clips)
    {
        dataset = new(clips);
        var survey = new SampleSurvey(dataset);
        foreach (var clip in clips.Where(clip => clip.Sound is not null))
        {
            using var sample = dataset.Load(clip.Info);
            survey.Note(sample);
        }

        return survey;
    }

    private static float[] Constant(int length, float value) => [.. Enumerable.Repeat(value, length)];

    // The rule is more than 0.1 %: two of 2000 are not, three are.
    private static float[] Peaks(int length, int peaks) => [.. Enumerable.Range(0, length).Select(i => i < peaks ? -0.999f : 0.998f)];

    private sealed record Clip(string Id, Split Split, int[] Labels, float[]? Sound)
    {
        public SampleInfo Info => new() { Id = Id, Split = Split, Labels = Labels };
    }

    private sealed class Sounds(Clip[] clips) : IDataset
    {
        public DatasetInfo Info { get; } = new() { Name = "sounds", Classes = ["first", "second"], AudioRate = Rate };

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => [.. clips.Where(clip => clip.Split == split).Select(clip => clip.Info)];

        public Sample Load(SampleInfo sample) => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(clips.Single(clip => clip.Id == sample.Id).Sound!),
        });
    }
}
