using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;

namespace PluginHost.Contracts.Policy;

/// <summary>
/// The floors of the house: contracts below, the host and the libraries on them, plugins on top. Read from the references of the built assemblies,
/// so that what nobody uses is no reference, and nothing has to be loaded.
/// </summary>
public class ArchitectureTests
{
    private const string Kernel = "PluginHost.Kernel";

    /// <summary>The rules of options' schemas, which a plugin's build and the host share.</summary>
    private const string Schemas = "PluginHost.Sdk.Schemas";

    /// <summary>The projects of the host, each with those that it may refer to.</summary>
    private static readonly Dictionary<string, string[]> s_host = new(StringComparer.Ordinal)
    {
        [Kernel] = [],
        ["PluginHost.Packaging"] = [Kernel],
        ["PluginHost.Sweeps"] = [Kernel],
        ["PluginHost.Reports"] = [Kernel, "PluginHost.Sweeps"],
        ["dotnet-host"] = [Kernel, "PluginHost.Packaging", "PluginHost.Sweeps", "PluginHost.Reports"],
    };

    private static readonly string[] s_learning = ["TorchSharp", "PluginHost.Learning", "PluginHost.Tensors"];

    private static readonly string[] s_contracts =
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "contracts"), "PluginHost.*").Select(Path.GetFileName)!];

    private static readonly string[] s_plugins =
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "plugins"))
            .Where(folder => Directory.GetFiles(folder, "*.csproj").Length == 1).Select(Path.GetFileName)!,
    ];

    public static TheoryData<string> SharedContracts =>
        [.. s_contracts.Where(name => File.Exists(Shared(name)))];

    public static TheoryData<string> HostProjects => [.. s_host.Keys];

    public static TheoryData<string> Plugins => [.. s_plugins];

    public static TheoryData<string> Libraries => [.. LibraryFiles().Select(file => Path.GetFileNameWithoutExtension(file)!)];

    [Theory]
    [MemberData(nameof(SharedContracts))]
    public void A_contract_refers_to_no_host_no_plugin_and_no_library_of_plugins(string contract)
    {
        var references = References(Shared(contract));

        references.Intersect([.. s_host.Keys, .. s_plugins, .. LibraryNames()]).ShouldBeEmpty();
    }

    [Fact]
    public void The_contracts_of_the_host_refer_to_the_base_library_alone() =>
        References(Shared("PluginHost.Contracts")).Where(name => !name.StartsWith("System", StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(HostProjects))]
    public void A_project_of_the_host_refers_only_to_those_below_it_and_to_the_contracts_of_the_host(string project)
    {
        var references = References(Path.Combine(Repository.Artifacts, "host", $"{project}.dll"));

        references.Intersect([.. s_host.Keys]).Except(s_host[project]).ShouldBeEmpty();
        references.Intersect(s_contracts).Except(["PluginHost.Contracts", Schemas]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(HostProjects))]
    public void The_host_knows_neither_tensors_nor_learning_nor_any_plugin(string project)
    {
        var references = References(Path.Combine(Repository.Artifacts, "host", $"{project}.dll"));

        references.Where(name => Array.Exists(s_learning, word => name.StartsWith(word, StringComparison.Ordinal))).ShouldBeEmpty();
        references.Intersect([.. s_plugins, .. LibraryNames()]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(HostProjects))]
    public void Findings_go_up_with_results_and_no_list_is_handed_down_to_be_filled(string project)
    {
        string[] filling = ["Add", "AddRange", "AddMachine", "AddOfProbe", "Error", "MachineError", "Take", "Warn"];
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(Path.Combine(Repository.Artifacts, "host", $"{project}.dll"));
        var methods = module.GetTypes().Where(type => type.Name != "FindingList").SelectMany(type => type.Methods).ToArray();

        methods.Where(method => method.Parameters.Any(parameter => IsList(parameter.ParameterType)) && method.HasBody)
            .Where(method => method.Body.Instructions.Any(
                step => step.Operand is Mono.Cecil.MethodReference called && IsList(called.DeclaringType) && filling.Contains(called.Name)))
            .Select(method => method.FullName)
            .ShouldBeEmpty();
        // The names are those of the list, else the test would find nothing.
        if (project == Kernel)
            filling.Except(module.GetTypes().Single(type => type.Name == "FindingList").Methods.Select(method => method.Name)).ShouldBeEmpty();

        static bool IsList(Mono.Cecil.TypeReference type) => type.Name == "FindingList";
    }

    [Fact]
    public void The_folders_of_the_kernel_form_no_circle()
    {
        var kernel = new ArchLoader().LoadFilteredDirectory(Path.Combine(Repository.Artifacts, "host"), $"{Kernel}.dll").Build();

        // Nothing to look at would be no circle, too.
        kernel.Types.Count().ShouldBeGreaterThan(100);
        var results = SliceRuleDefinition.Slices().Matching("PluginHost.(*)").Should().BeFreeOfCycles().Evaluate(kernel);
        results.Where(result => !result.Passed).Select(result => result.Description).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_of_the_kernel_is_in_the_namespace_of_its_folder()
    {
        var folder = Path.Combine(Repository.Root, "host", "Kernel");

        var strays = Directory.GetDirectories(folder).Where(below => Path.GetFileName(below) is not ("obj" or "bin"))
            .SelectMany(below => Directory.GetFiles(below, "*.cs", SearchOption.AllDirectories))
            .Where(file => !File.ReadAllLines(file).Contains($"namespace PluginHost.{Path.GetFileName(Path.GetDirectoryName(file))};"));

        strays.ShouldBeEmpty();
    }

    [Fact]
    public void The_stages_of_a_job_are_files_of_the_pipeline_and_stand_in_the_hosts_page_in_their_order()
    {
        string[] stages = ["Read", "Select", "Verify", "Load", "Bind", "Compose", "Check", "Run"];
        var folder = Path.Combine(Repository.Root, "host", "Kernel", "Pipeline");
        var page = File.ReadAllText(Path.Combine(Repository.Root, "host", "README.md"));

        Directory.GetFiles(folder, "*Stage.cs").Select(Path.GetFileNameWithoutExtension).ShouldBe(stages.Select(stage => $"{stage}Stage"), ignoreOrder: true);
        stages.Select(stage => page.IndexOf($"`{stage}Stage.cs`", StringComparison.Ordinal)).ShouldBeInOrder();
        page.ShouldContain("`ReadStage.cs`");
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_plugin_refers_to_contracts_and_libraries_and_to_no_other_plugin(string plugin)
    {
        var references = References(Path.Combine(Repository.Artifacts, "plugins", plugin, $"{plugin}.dll"));

        references.Intersect([.. s_host.Keys, .. s_plugins]).ShouldBeEmpty();
        references.Where(name => name.StartsWith("PluginHost.", StringComparison.Ordinal)).Except([.. s_contracts, .. LibraryNames()]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_of_plugins_refers_to_no_host_and_no_plugin(string library) =>
        References(LibraryFiles().Single(file => Path.GetFileNameWithoutExtension(file) == library))
            .Intersect([.. s_host.Keys, .. s_plugins]).ShouldBeEmpty();

    private static IEnumerable<string> LibraryNames() => LibraryFiles().Select(file => Path.GetFileNameWithoutExtension(file)!);

    /// <summary>The libraries that some plugin carries, one copy each.</summary>
    private static IEnumerable<string> LibraryFiles()
    {
        var projects = Directory.GetDirectories(Path.Combine(Repository.Root, "plugins", "libraries")).Select(folder => $"PluginHost.{Path.GetFileName(folder)}");
        var carried = Directory.EnumerateFiles(Path.Combine(Repository.Artifacts, "plugins"), "PluginHost.*.dll", SearchOption.AllDirectories);
        return carried.Where(file => projects.Contains(Path.GetFileNameWithoutExtension(file))).DistinctBy(Path.GetFileName);
    }

    private static string Shared(string contract) => Path.Combine(Repository.Artifacts, "shared", $"{contract}.dll");

    private static string[] References(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
