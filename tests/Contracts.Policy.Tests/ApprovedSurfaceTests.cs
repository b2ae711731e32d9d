using System.Reflection;
using PluginHost.Contracts.Policy.Surfaces;

namespace PluginHost.Contracts.Policy;

public class ApprovedSurfaceTests
{
    private const string Approve = "APPROVE_CONTRACTS";

    private static readonly Assembly[] Contracts =
    [
        typeof(IPlugin).Assembly, typeof(Learning.IStrategy).Assembly, typeof(Learning.Separation.ISeparator).Assembly,
        typeof(Learning.AudioVisual.AudioVisualKeys).Assembly,
        typeof(Tensors.Safetensors).Assembly, typeof(Tensors.Libtorch).Assembly,
    ];

    /// <summary>The contracts that were there at the last release.</summary>
    public static TheoryData<string> Released =>
        [.. Contracts.Select(assembly => assembly.GetName().Name!).Where(name => File.Exists(Repository.ReleasedText(name)))];

    public static TheoryData<string> Names => [.. Contracts.Select(assembly => assembly.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_public_surface_of_a_contract_is_the_approved_text(string name)
    {
        var surface = Surface.Print(Find(name));
        var file = Repository.Approved(name);
        if (Environment.GetEnvironmentVariable(Approve) == "1") File.WriteAllText(file, surface);
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";

        if (approved == surface) return;
        Assert.Fail(
            $"""
            The public surface of {name} is not the approved one (- approved, + now):

            {LineDifference.Of(approved, surface)}
            If that is meant (contracts/EVOLUTION.md says what may change), approve it and commit the text: bash contracts/approve.sh
            """);
    }

    [Theory]
    [MemberData(nameof(Released))]
    public void A_surface_that_differs_from_the_released_one_has_a_higher_version(string name)
    {
        var released = File.ReadAllText(Repository.ReleasedText(name));
        var now = Find(name).GetName().Version!;
        var then = Repository.Released;

        if (Surface.Print(Find(name)) != released) now.ShouldBeGreaterThan(then, "contracts/Versions.props has the versions");
        else now.ShouldBeGreaterThanOrEqualTo(then);
    }

    [Fact]
    public void Added_and_removed_members_show_in_the_difference_under_their_type()
    {
        const string Before = "interface A\n{\n    void One();\n    void Two();\n}\ninterface B\n{\n}\n";
        const string After = "interface A\n{\n    void One();\n}\ninterface B\n{\n    void Three();\n}\n";

        LineDifference.Of(Before, After).ShouldBe("  interface A\n-     void Two();\n  interface B\n+     void Three();\n");
    }

    private static Assembly Find(string name) => Contracts.Single(assembly => assembly.GetName().Name == name);
}
