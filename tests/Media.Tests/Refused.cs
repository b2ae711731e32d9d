using PluginHost.Contracts;

namespace PluginHost.Media.Tests;

/// <summary>What every refusal has: one finding that names the file, in words, with a way out.</summary>
internal static class Refused
{
    public static Finding Finding(Action read, string file)
    {
        var finding = Should.Throw<JobException>(read).Findings.ShouldHaveSingleItem();
        Check(finding, file);
        return finding;
    }

    public static void Check(Finding finding, string file)
    {
        finding.What.ShouldContain(file);
        finding.What.ShouldNotContain("Exception");
        finding.What.ShouldNotContain("Parameter");
        finding.Fix.ShouldNotBeNullOrWhiteSpace();
        finding.Fix.ShouldNotContain("FILE", Case.Sensitive);
        finding.What.Count(letter => letter == '\n').ShouldBe(0);
    }
}
