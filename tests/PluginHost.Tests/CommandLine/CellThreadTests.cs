using PluginHost.Comparisons.Cells;

namespace PluginHost.Tests;

/// <summary>The order in which a comparison's runs are told their threads: command line, job, environment, share of the cores.</summary>
public class CellThreadTests
{
    [Theory]
    [InlineData(3, 5, 7, 3)]
    [InlineData(3, 0, 7, 3)]
    [InlineData(null, 5, 7, null)]
    [InlineData(null, 5, null, null)]
    [InlineData(null, 0, 7, null)]
    [InlineData(null, 0, null, 2)]
    public void The_first_that_says_something_decides(int? asked, int ofJob, int? ofEnvironment, int? told) =>
        new CellThreads(asked, Share: 2).Of(ofJob, ofEnvironment).ShouldBe(told);
}
