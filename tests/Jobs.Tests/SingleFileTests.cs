using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public class SingleFileTests
{
    [Fact]
    public void A_host_in_a_single_file_is_refused_while_it_is_published()
    {
        string[] arguments = ["msbuild", "host/Cli/Cli.csproj", "-t:PrepareForPublish", "-p:PublishSingleFile=true", "-nologo", "-nodeReuse:false"];
        using var process = HostRun.StartProgram("dotnet", HostRun.RepositoryRoot, arguments);

        var run = HostRun.Finish(process);

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldContain("The host cannot be published as a single file");
    }
}
