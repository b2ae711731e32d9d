using PluginHost.Layout;

namespace PluginHost.Tests.Stores;

/// <summary>Without a usable home folder nothing is taken from where one stands.</summary>
public sealed class NoHomeTests : IDisposable
{
    private readonly Workbench _bench = new();

    public NoHomeTests()
    {
        // What a relative path would find: a store and an allow-list that forbids everything, in the working folder.
        foreach (var store in new[] { ".local/share/pluginhost/plugins", "pluginhost/plugins", "store" })
            _bench.CopyPlugin("word.good", $"{store}/word.good/9.9.9", ("\"1.4.0\"", "\"9.9.9\""));
        Write(".config/pluginhost/plugins.allow.json", """{ "plugins": [] }""");
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("/nonexistent")]
    [InlineData(".")]
    [InlineData("relative")]
    public async Task Plugins_and_allow_lists_of_the_working_folder_are_not_taken(string home)
    {
        var result = await HostProcess.RunAsync(
            _bench.Folder, ["plugins", "list"], ("HOME", home), ("XDG_DATA_HOME", null), ("XDG_CONFIG_HOME", null));

        result.Output.ShouldContain("word.good");
        result.Output.ShouldNotContain("9.9.9");
        result.Finding("PH0113").ShouldContain("no plugins are taken from a user's store");
        result.Error.ShouldContain("no allow-list of the user's is in force");
    }

    [Fact]
    public async Task Relative_values_of_the_base_directory_variables_are_not_taken_either()
    {
        var result = await HostProcess.RunAsync(_bench.Folder, ["plugins", "list"], ("HOME", "/nonexistent"), ("XDG_DATA_HOME", "."));

        result.Output.ShouldContain("word.good");
        result.Output.ShouldNotContain("9.9.9");
    }

    [Fact]
    public async Task What_the_variables_name_absolutely_needs_no_home()
    {
        var result = await HostProcess.RunAsync(
            _bench.Folder, ["plugins", "list"], ("HOME", "/nonexistent"), ("XDG_DATA_HOME", _bench.Folder), ("XDG_CONFIG_HOME", _bench.Folder));

        result.Output.ShouldContain("9.9.9");
        result.Error.ShouldNotContain("PH0113");
    }

    [Theory]
    [InlineData("PLUGINHOST_STORE", "store")]
    [InlineData("PLUGINHOST_ALLOW", ".config/pluginhost/plugins.allow.json")]
    [InlineData("PLUGINHOST_HOME", ".")]
    public async Task A_variable_with_a_relative_path_is_refused_by_name(string variable, string value)
    {
        var result = await HostProcess.RunAsync(_bench.Folder, ["plugins", "list"], (variable, value));

        result.ShouldExitWith(2).Finding("PH0105").ShouldContain($"{variable}: '{value}' is a relative path");
    }

    [Theory]
    [InlineData("install")]
    [InlineData("remove")]
    public async Task Without_a_store_nothing_is_installed_or_removed_and_that_is_said(string verb)
    {
        var argument = verb == "install" ? Path.Combine(Workbench.Plugins, "word.good") : "word.good";
        var before = Directory.GetFileSystemEntries(_bench.Folder);

        var result = await HostProcess.RunAsync(_bench.Folder, ["plugins", verb, argument], ("HOME", "/nonexistent"), ("XDG_DATA_HOME", null));

        result.ShouldExitWith(2).Findings.ShouldContain("there is no store");
        result.Error.ShouldContain("--project DIR");
        Directory.GetFileSystemEntries(_bench.Folder).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task A_projects_store_that_is_named_needs_no_home()
    {
        var result = await HostProcess.RunAsync(
            _bench.Folder, ["plugins", "install", Path.Combine(Workbench.Plugins, "word.good"), "--project", "mine"], ("HOME", "/nonexistent"));

        result.ShouldExitWith(0);
        File.Exists(Path.Combine(_bench.Folder, "mine", "installed-plugins", "word.good", "1.4.0", "plugin.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_path_of_a_job_below_a_home_that_is_not_there_is_a_finding_at_its_place()
    {
        _bench.Job(""" "engine": "trivial", "output": "~/runs", "plugins": ["~"] """);

        var result = await HostProcess.RunAsync(_bench.Folder, ["validate", "job.json"], ("HOME", "/nonexistent"));

        result.ShouldExitWith(2).Findings.ShouldContain("output: there is no usable home folder for the '~' of '~/runs'");
        result.Findings.ShouldContain("plugins[0]: there is no usable home folder");
    }

    [Theory]
    [InlineData("/", null, false)]
    [InlineData("/", "/", true)]
    [InlineData("", "", false)]
    [InlineData("/tmp", "/tmp", true)]
    public void The_root_is_a_home_only_where_somebody_says_so(string home, string? variable, bool isHome) =>
        (new UserFolders(name => name == "HOME" ? variable : null, home).Home is not null).ShouldBe(isHome);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_bench.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
