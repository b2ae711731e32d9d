namespace PluginHost.Jobs.Tests;

/// <summary>The projects that <c>plugins new</c> made in a folder, built in one go.</summary>
internal static class NewProjects
{
    /// <summary>A build file that restores and builds the tests of every project beside it, and with them the plugins.</summary>
    public const string Build = """
        <Project DefaultTargets="Build">
          <ItemGroup>
            <Tests Include="*/tests/tests.csproj" />
          </ItemGroup>
          <Target Name="Restore">
            <MSBuild Projects="@(Tests)" Targets="Restore" Properties="Configuration=Release;Restoring=true" />
          </Target>
          <Target Name="Build">
            <MSBuild Projects="@(Tests)" Targets="Build" Properties="Configuration=Release" BuildInParallel="true" />
          </Target>
        </Project>
        """;
}
