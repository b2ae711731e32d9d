using PluginHost.Instruments;
using PluginHost.Instruments.Catalog;
using PluginHost.Instruments.Scores;

namespace DataSets.Tests.Instruments;

public sealed class ScoreTests
{
    [Fact]
    public void Uniform_draws_pass_a_chi_square_test()
    {
        var random = new ClipRandom(3, "chi");
        var counts = new int[20];
        for (var i = 0; i < 20000; i++) counts[random.Integer(0, 19)]++;
        // 19 degrees of freedom: 43.8 is exceeded once in a thousand.
        counts.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000).ShouldBeLessThan(43.8);
    }

    [Fact]
    public void A_branch_does_not_depend_on_what_was_drawn_before()
    {
        var fresh = new ClipRandom(1, "violin", "a");
        var used = new ClipRandom(1, "violin", "a");
        for (var i = 0; i < 17; i++) used.NextUInt();
        used.Branch("x").NextUInt().ShouldBe(fresh.Branch("x").NextUInt());
        new ClipRandom(1, "violin", "b").Branch("x").NextUInt().ShouldNotBe(fresh.Branch("x").NextUInt());
    }

    [Fact]
    public void Every_class_plays_ordered_notes_in_its_range_within_the_clip()
    {
        foreach (var name in InstrumentCatalog.FirstNames(40))
        {
            var style = InstrumentCatalog.Get(name).Style;
            for (var take = 0; take < 10; take++)
            {
                var score = Composer.Compose(style, 3.6, new ClipRandom(5, name, $"{take}"));
                score.Bpm.ShouldBeInRange(70, 150);
                score.Notes.Count.ShouldBeGreaterThan(1, name);
                score.Notes.Select(note => note.Onset).ShouldBeInOrder();
                score.Notes.ShouldAllBe(note => note.Pitch >= style.LowPitch && note.Pitch <= style.HighPitch);
                score.Notes.ShouldAllBe(note => note.Velocity >= 55 && note.Velocity <= 115);
                score.Onsets.ShouldAllBe(onset => onset >= 0 && onset < 3.6);
            }
        }
    }

    [Fact]
    public void Notes_of_one_chord_are_one_onset()
    {
        Note[] notes = [new(0.1, 0.5, 60, 90), new(0.115, 0.5, 64, 90), new(0.13, 0.5, 67, 90), new(0.6, 0.5, 62, 90)];
        var score = new Score(2, 100, notes);
        score.Onsets.ShouldBe([0.1, 0.6]);
    }

    [Fact]
    public void The_first_twenty_classes_are_those_of_the_paper_and_further_ones_are_relatives()
    {
        InstrumentCatalog.Names.Count.ShouldBe(20);
        (InstrumentCatalog.Names[0], InstrumentCatalog.Names[9], InstrumentCatalog.Names[15], InstrumentCatalog.Names[19])
            .ShouldBe(("accordion", "violin", "erhu", "ukulele"));
        InstrumentCatalog.FirstNames(42).Skip(20).Take(2).ShouldBe(["accordion_2", "bagpipe_2"]);
        InstrumentCatalog.FirstNames(42).Last().ShouldBe("bagpipe_3");
        InstrumentCatalog.FirstNames(100).Distinct().Count().ShouldBe(100);
    }
}
