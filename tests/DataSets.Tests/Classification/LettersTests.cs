using System.Text;
using DataSets.Tests.Soundfont;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Letters;
using PluginHost.DataSets.Sources;

namespace DataSets.Tests.Classification;

public sealed class LettersTests : IDisposable
{
    private readonly RunStandIn _run = new();

    [Fact]
    public void The_whole_set_has_the_counts_sums_and_splits_that_numpy_and_hashlib_find()
    {
        var letters = Whole(new LettersOptions { Source = "installed", Folder = References.Installed, Standardise = false });
        var expected = References.Get("letters");
        var all = letters.All();
        Counts(all).ShouldBe(expected["counts"]!.Array<int>());
        foreach (var split in Enum.GetValues<Split>())
            Counts(letters.Samples(split)).ShouldBe(expected["splits"]![split.ToString().ToLowerInvariant()]!.Array<int>());
        var sums = new double[LetterFile.Features];
        foreach (var sample in all)
        {
            var values = letters.Values(sample, SampleKeys.Features);
            for (var i = 0; i < sums.Length; i++) sums[i] += values[i];
        }

        sums.ShouldBe(expected["sums"]!.Array<double>());
        letters.Info.Name.ShouldBe("letters, 20,000 samples");
        _run.Messages(FindingSeverity.Note).Single()
            .ShouldContain($"{20000 - (int)expected["different"]!:N0} are byte-identical copies, kept in the split of the first");
    }

    [Fact]
    public void Standardised_features_have_the_scale_that_numpy_gets_from_the_training_split()
    {
        var plain = Whole(new LettersOptions { Source = "installed", Folder = References.Installed, Standardise = false });
        var scaled = Whole(new LettersOptions { Source = "installed", Folder = References.Installed });
        var (mean, deviation) = (References.Get("letters")["mean"]!.Array<double>(), References.Get("letters")["deviation"]!.Array<double>());
        foreach (var sample in plain.All().Where((_, index) => index % 97 == 0))
        {
            var values = plain.Values(sample, SampleKeys.Features);
            scaled.Values(sample, SampleKeys.Features)
                .ShouldBe(values.Select((value, i) => (float)((value - mean[i]) / deviation[i])), 1e-6);
        }
    }

    [Fact]
    public void The_embedded_part_has_forty_samples_a_letter_in_the_split_they_have_in_the_whole_set()
    {
        var part = Whole(new LettersOptions { Source = "embedded" });
        var whole = Whole(new LettersOptions { Source = "installed", Folder = References.Installed }).All().ToDictionary(sample => sample.Id);
        Counts(part.All()).ShouldBe(Enumerable.Repeat(40, 26));
        part.All().ShouldAllBe(sample => whole[sample.Id].Split == sample.Split && whole[sample.Id].Label == sample.Label);
        part.Info.Name.ShouldBe("letters, embedded 1,040 samples, standardised");
    }

    [Fact]
    public void Each_sample_says_its_letter_and_numbers()
    {
        var letters = Whole(new LettersOptions { Source = "embedded", Standardise = false });
        foreach (var sample in letters.Samples(Split.Test))
        {
            var values = letters.Values(sample, SampleKeys.Features);
            sample.Id.ShouldBe($"{letters.Info.Classes[sample.Label]}-{string.Join('.', values)}");
        }
    }

    [Fact]
    public void Without_the_installed_set_the_embedded_part_is_used_with_a_warning_that_names_the_command()
    {
        Whole(new LettersOptions { Folder = "nothing" }).Info.Name.ShouldContain("embedded 1,040");
        var warning = _run.Messages(FindingSeverity.Warning).Single();
        warning.ShouldContain("1,040 embedded samples");
        warning.ShouldContain($"install.sh' --folder '{_run.ResolvePath("nothing")}' letters");
    }

    [Fact]
    public void A_missing_set_that_was_asked_for_is_one_finding_before_anything_runs()
    {
        var letters = new LettersDataset(new LettersOptions { Source = "installed", Folder = "nothing" }, _run, _run);
        var finding = letters.Check().Single();
        finding.Where.ShouldBe("source");
        finding.What.ShouldContain(Path.Combine("nothing", "letters", "letter-recognition.data"));
        finding.Fix!.ShouldContain("install.sh");
        References.Finding(() => letters.Prepared()).ShouldBe(finding);
        new LettersDataset(new LettersOptions { Folder = "nothing" }, _run, _run).Check().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("T,2,8,3,5,1,8,13,0,6,6,10,8,0,8,0,8\nI,5,12,3", "has 3 numbers in line 2; 16 are expected")]
    [InlineData("T,2,8,3,5,1,8,13,0,6,6,10,8,0,8,0,8\n", "has 1 lines; the set has 2")]
    [InlineData("t,2,8,3,5,1,8,13,0,6,6,10,8,0,8,0,8\n", "has no capital letter at the start of line 1")]
    [InlineData("T,2,8,3,5,1,8,13,0,6,6,10,8,0,8,0,16\n", "has '16' as number 16 of line 1; 0 to 15 are expected")]
    [InlineData("T,2,x,3,5,1,8,13,0,6,6,10,8,0,8,0,1\n", "has 'x' as number 2 of line 1; 0 to 15 are expected")]
    [InlineData("", "has 0 lines; the set has 2")]
    public void A_damaged_file_is_one_finding_with_its_line_and_the_way_out(string content, string what)
    {
        var file = Path.Combine(_run.Directory, "letter-recognition.data");
        File.WriteAllText(file, content, Encoding.ASCII);
        var finding = References.Finding(() => LetterFile.Read(DataFile.At(file, "Delete it."), 2));
        finding.What.ShouldBe($"'{file}' {what}");
        finding.Fix.ShouldBe("Delete it.");
    }

    public void Dispose() => _run.Dispose();

    private LettersDataset Whole(LettersOptions options) => new LettersDataset(options, _run, _run).Prepared();

    private static int[] Counts(IEnumerable<SampleInfo> samples)
    {
        var counts = new int[26];
        foreach (var sample in samples) counts[sample.Label]++;
        return counts;
    }
}
