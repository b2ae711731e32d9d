using System.Globalization;
using PluginHost.Reports.Reading;

namespace PluginHost.Reports.Tests;

/// <summary>What is read of a run's folder, whole and damaged.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly FixtureRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Steps_that_a_resumed_run_took_again_stand_once()
    {
        var events = new RunEvents();
        events.Read(
        [
            """{"event":"run-started","resumed":false}""", Step(0, 10, 5), Step(0, 20, 4), Step(1, 10, 3), Step(1, 20, 2),
            """{"event":"run-started","resumed":true}""", Step(1, 10, 2.5), Step(1, 20, 1.5), """{"event":"run-ended","seconds":3}""", """{"event":"run-ended","seconds":4}""",
        ]);

        events.Steps.Select(step => (step.Experience, step.Step, step.Loss)).ShouldBe([(0, 10, 5.0), (0, 20, 4.0), (1, 10, 2.5), (1, 20, 1.5)]);
        events.Resumptions.ShouldBe(1);
        events.Seconds.ShouldBe(7);
        events.Fault.ShouldBeNull();
    }

    [Fact]
    public void Lines_that_are_cut_are_counted_and_numbers_that_are_not_finite_are_none()
    {
        var events = new RunEvents();
        events.Read([Step(0, 10, 5), """{"event":"step","experi""", "", "[]", """{"event":"step","experience":"x","step":20,"loss":"NaN","terms":7}"""]);

        events.Steps.Select(step => step.Loss).ShouldBe([5.0, null]);
        events.Fault.ShouldBe("1 line of events.jsonl cannot be read and is left out.");
        RunEvents.Read(_run.At("nowhere")).Fault!.ShouldContain("There is no events.jsonl");
    }

    [Fact]
    public void Validations_stand_with_the_phase_they_lie_in_and_once_after_a_resumption()
    {
        var events = new RunEvents();
        events.Read(
        [
            """{"event":"run-started","resumed":false}""", Step(0, 10, 5), Validation(0, 10, 1), Step(0, 20, 4), Validation(0, 20, 2),
            """{"event":"evaluation","experience":0,"scope":"test","step":20,"scores":{"SDR":9}}""",
            """{"event":"run-started","resumed":true}""", Step(0, 20, 3.5), Validation(0, 20, 3), Step(1, 10, 3), Validation(1, 10, 4),
        ]);

        events.Validations.Select(each => (each.Experience, each.Step, each.Scores["SDR"])).ShouldBe([(0, 10, 1.0), (0, 20, 3.0), (1, 10, 4.0)]);
        events.Validations.ShouldAllBe(each => each.Phase == events.Steps[0].Phase);

        static string Validation(int experience, int step, double score) => FormattableString.Invariant(
            $$"""{"event":"evaluation","experience":{{experience}},"scope":"validation","step":{{step}},"scores":{"SDR":{{score}} } }""");
    }

    [Fact]
    public void A_long_run_is_thinned_evenly()
    {
        var events = new RunEvents();
        events.Read(Enumerable.Range(1, 20_000).Select(step => Step(0, step, step)));

        events.Steps.Count.ShouldBeInRange(RunEvents.MostSteps / 2, 2 * RunEvents.MostSteps);
        events.Stride.ShouldBeGreaterThan(1);
        events.Steps.Zip(events.Steps.Skip(1)).Select(pair => pair.Second.Step - pair.First.Step).Distinct().ShouldBe([events.Stride]);
    }

    [Fact]
    public void Counts_are_read_with_names_that_hold_commas_and_quotes()
    {
        var (counts, notes) = ConfusionCounts.ReadAll(_run.Folder);

        notes.ShouldBeEmpty();
        var read = counts.ShouldHaveSingleItem();
        (read.Metric, read.Experience, read.Scope).ShouldBe(("confusion", 3, "test"));
        read.Classes.ShouldBe(FixtureRun.Classes);
        read.Counts[2].ShouldBe([2, 0, 22, 2, 0, 1, 2, 0]);
    }

    [Theory]
    [InlineData("confusion-x-test.csv", "a,b\nb,1\n")]
    [InlineData("confusion-0-test.csv", "a,b,c\nb,1,2\n")]
    [InlineData("confusion-0-test.csv", "a,b\nb,-1\n")]
    [InlineData("confusion-0-test.csv", "a,b\nb,1,2\n")]
    [InlineData("confusion-0-test.csv", "")]
    public void Counts_of_another_form_are_named_and_left_out(string name, string text)
    {
        _run.Write($"counts/{name}", text);

        var (counts, notes) = ConfusionCounts.ReadAll(_run.Folder);

        counts.Count.ShouldBe(1);
        notes.ShouldHaveSingleItem().ShouldBe($"counts/{name} is no table of counts.");
    }

    [Fact]
    public void Examples_have_their_sounds_and_pictures_inside()
    {
        var parts = ExampleSet.Read(_run.Folder)!.Items.ShouldHaveSingleItem().Parts;

        parts.Select(part => part.Group).ShouldBe(["", "violin", "violin", "violin"]);
        parts[0].Data.ShouldBe("data:audio/wav;base64," + Convert.ToBase64String(FixtureRun.Wave(0.5)));
        parts[2].Data.ShouldBe("data:image/png;base64," + Convert.ToBase64String(FixtureRun.Picture(48, 32)));
        parts[3].Text.ShouldBe("a <word>");
        parts.ShouldAllBe(part => part.Note == null);
    }

    [Theory]
    [InlineData("../run.json")]
    [InlineData("0/../../run.json")]
    [InlineData("/etc/hostname")]
    [InlineData("0//mixture.wav")]
    [InlineData("link/mixture.wav")]
    [InlineData("link.wav")]
    public void A_path_that_leads_out_is_refused(string file)
    {
        var outside = Directory.CreateTempSubdirectory("pluginhost-reports-").FullName;
        File.WriteAllBytes(Path.Combine(outside, "mixture.wav"), FixtureRun.Wave(0.1));
        Directory.CreateSymbolicLink(_run.At("examples/link"), outside);
        File.CreateSymbolicLink(_run.At("examples/link.wav"), Path.Combine(outside, "mixture.wav"));

        Sound(file).ShouldBe((null, $"{file} leads out of examples/ and is refused"));
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public void A_file_that_is_missing_empty_cut_or_of_another_kind_leaves_its_part_out()
    {
        _run.Write("examples/empty.wav", "");
        _run.Write("examples/cut.wav", FixtureRun.Wave(0.1)[..500]);
        _run.Write("examples/cut.png", FixtureRun.Picture(8, 8)[..50]);
        _run.Write("examples/page.wav", "<html>");

        Sound("none.wav").Note.ShouldBe("none.wav is missing");
        Sound("empty.wav").Note.ShouldBe("empty.wav is empty");
        foreach (var name in new[] { "cut.wav", "page.wav", "0/mask.png" }) Sound(name).Note.ShouldBe($"{name} is damaged or no WAV file");
        Part("picture", "cut.png").Note.ShouldBe("cut.png is damaged or no PNG or JPEG file");
        Sound("").Note.ShouldBe("no file is named");
    }

    [Fact]
    public void Beyond_the_bytes_of_a_page_parts_are_left_out_and_counted()
    {
        var examples = ExampleSet.Read(_run.Folder, mostBytes: 12_000)!;

        examples.Items[0].Parts.Select(part => part.Data is not null).ShouldBe([true, false, true, false]);
        examples.Items[0].Parts[1].Note.ShouldBe("left out: the page would be too large");
        examples.Notes.ShouldBe(["1 sound or picture is left out: the page holds 12.0 kB of them at most."]);
        examples.Items[0].Parts.Sum(part => part.Data?.Length ?? 0).ShouldBeLessThanOrEqualTo(12_000);
    }

    [Fact]
    public void An_index_that_cannot_be_read_is_said()
    {
        _run.Write("examples/index.json", "{");
        ExampleSet.Read(_run.Folder)!.Notes.ShouldBe(["examples/index.json cannot be read, so no example is shown."]);
        File.Delete(_run.At("examples/index.json"));
        ExampleSet.Read(_run.Folder).ShouldBeNull();
    }

    private (string? Data, string? Note) Sound(string file) => Part("sound", file) is var part ? (part.Data, part.Note) : default;

    private ExamplePart Part(string kind, string file)
    {
        _run.Write("examples/index.json", $$"""{ "items": [ { "parts": [ { "kind": "{{kind}}", "label": "a", "file": "{{file}}" } ] } ] }""");
        return ExampleSet.Read(_run.Folder)!.Items[0].Parts[0];
    }

    private static string Step(int experience, int step, double loss) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"event":"step","experience":{{{experience}}},"phase":"main","step":{{{step}}},"steps":20,"loss":{{{loss}}},"terms":{"a":1},"rates":{},"stepsPerSecond":2}""");
}
