using NuGet.Configuration;
using PluginHost.Feeds;
using PluginHost.Tests.Packages;

namespace PluginHost.Tests.Stores;

public class FeedTests : IDisposable
{
    private readonly PackageBench _bench = new();
    private readonly FeedServer _server = new();

    // NuGet tries six times and waits a second between.
    static FeedTests() => Environment.SetEnvironmentVariable("NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS", "5");

    public void Dispose()
    {
        _server.Dispose();
        _bench.Dispose();
    }

    [Theory]
    [InlineData("word.good", "1.6.0")]
    [InlineData("word.good@1.5.0", "1.5.0")]
    [InlineData("word.good@[1.0,1.6)", "1.5.0")]
    [InlineData("word.good@2.0.0-beta.1", "2.0.0-beta.1")]
    public async Task The_highest_version_that_was_asked_for_comes_from_a_feed(string asked, string expected)
    {
        await OfferGood("1.5.0", "1.6.0", "2.0.0-beta.1");

        (await _bench.Cli("plugins", "install", asked, "--source", _server.Index)).ShouldExitWith(0).Output
            .ShouldContain($"Installed word.good {expected}");
        File.Exists(Path.Combine(_bench.Store, "word.good", expected, "plugin.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_of_packages_is_a_feed_too()
    {
        Directory.CreateDirectory(_bench.At("feed/word.good/1.6.0"));
        File.Move(await _bench.PackGood("1.5.0"), _bench.At("feed/word.good.1.5.0.nupkg"));
        File.Move(await _bench.PackGood("1.6.0"), _bench.At("feed/word.good/1.6.0/word.good.1.6.0.nupkg"));

        (await _bench.Cli("plugins", "install", "word.good", "--source", _bench.At("feed"))).ShouldExitWith(0).Output
            .ShouldContain("Installed word.good 1.6.0");
        (await _bench.Cli("plugins", "install", "word.good@1.5.0", "--source", _bench.At("feed"))).ShouldExitWith(0);
        (await _bench.Cli("plugins", "install", "word.goo", "--source", _bench.At("feed"))).ShouldExitWith(2).Finding("PH0703");
    }

    [Fact]
    public async Task Required_plugins_come_along()
    {
        await OfferGood("1.5.0", "1.6.0");
        using (var whole = new PackageBench(new Workbench().Layout))
        {
            var needy = await whole.Pack(
                "word.library-v2",
                "needy",
                ("\"targetFramework\"", "\"requires\": [{ \"id\": \"word.good\", \"version\": \"[1.0,1.6)\" }], \"targetFramework\""),
                ("\"id\": \"word.library-v2\"", "\"id\": \"word.needy\""));
            _server.Offer("word.needy", ("2.0.0", needy));
        }

        var output = (await _bench.Cli("plugins", "install", "word.needy", "--source", _server.Index)).ShouldExitWith(0).Output;

        output.ShouldContain("Installed word.needy 2.0.0");
        output.ShouldContain("Installed word.good 1.5.0");
        output.ShouldNotContain("which is not installed");
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing()
    {
        await OfferGood("1.5.0");
        _server.Broken = "flat/word.good/1.5.0/word.good.1.5.0.nupkg";

        (await _bench.Cli("plugins", "install", "word.good", "--source", _server.Index)).ShouldExitWith(2).Finding("PH0702")
            .ShouldContain("word.good.1.5.0.nupkg");

        _bench.InStore().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_feed_that_sends_another_package_than_was_asked_for_is_refused()
    {
        _server.Offer("word.good", ("1.7.0", await _bench.PackGood("1.5.0")));

        (await _bench.Cli("plugins", "install", "word.good", "--source", _server.Index)).ShouldExitWith(3).Finding("PH0323")
            .ShouldContain("was asked for as word.good 1.7.0");
        _bench.InStore().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_told_with_those_that_are()
    {
        await OfferGood("1.5.0", "1.6.0");

        (await _bench.Cli("plugins", "install", "word.good@[3.0,)", "--source", _server.Index)).ShouldExitWith(2).Finding("PH0703")
            .ShouldContain("it has 1.6.0, 1.5.0");
        (await _bench.Cli("plugins", "install", "word.bad", "--source", _server.Index)).ShouldExitWith(2).Finding("PH0703")
            .ShouldContain("there is no package 'word.bad'");
    }

    [Fact]
    public async Task Something_that_is_no_feed_is_named()
    {
        _server.Answer("other.json", "{ \"resources\": [] }");
        _server.Answer("page.html", "<html>");

        (await _bench.Cli("plugins", "install", "word.good", "--source", _server.Root + "other.json")).ShouldExitWith(2).Finding("PH0702")
            .ShouldContain("no index of a NuGet feed");
        (await _bench.Cli("plugins", "install", "word.good", "--source", _server.Root + "page.html")).ShouldExitWith(2).Finding("PH0702");
        (await _bench.Cli("plugins", "install", "word.good", "--source", _server.Root + "gone.json")).ShouldExitWith(2).Finding("PH0702")
            .ShouldContain("404");
        (await _bench.Cli("plugins", "install", "word.good", "--source", "http://127.0.0.1:1/index.json")).ShouldExitWith(2)
            .Finding("PH0702");
        (await _bench.Cli("plugins", "install", "word.good", "--source", _bench.At("nowhere"))).ShouldExitWith(2).Finding("PH0701");
    }

    [Fact]
    public async Task A_download_that_breaks_off_once_is_tried_again_and_comes_whole()
    {
        await OfferGood("1.5.0");
        (_server.Broken, _server.Breaks) = ("flat/word.good/1.5.0/word.good.1.5.0.nupkg", 1);

        (await _bench.Cli("plugins", "install", "word.good", "--source", _server.Index)).ShouldExitWith(0);

        _server.Asked.Count(path => path == _server.Broken).ShouldBe(2);
    }

    [Fact]
    public async Task A_package_that_is_too_large_is_not_written_beyond_the_limit()
    {
        await OfferGood("1.5.0");
        using var feed = new HttpFeed(new PackageSource(_server.Index), largestPackage: 1000);
        var file = _bench.At("large.nupkg");

        var exception = await Should.ThrowAsync<FeedException>(feed.DownloadAsync("word.good", new("1.5.0"), file, CancellationToken.None));

        exception.Message.ShouldBe("word.good.1.5.0.nupkg is larger than 1000 bytes");
        new FileInfo(file).Length.ShouldBeLessThanOrEqualTo(1000);
        _server.Asked.Count(path => path.EndsWith(".nupkg", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_source_of_the_users_settings_is_known_by_its_name_with_its_credentials()
    {
        await OfferGood("1.5.0");
        _server.Account = ("reader", "secret");
        Settings($"""<add key="ours" value="{_server.Index}" />""", """
            <packageSourceCredentials><ours>
              <add key="Username" value="reader" /><add key="ClearTextPassword" value="secret" />
            </ours></packageSourceCredentials>
            """);

        (await Install("word.good", "--source", "Ours")).ShouldExitWith(0).Output.ShouldContain("Installed word.good 1.5.0");
        (await Install("word.good", "--source", _server.Index, "--force")).ShouldExitWith(0);
        (await Install("word.good", "--source", "our")).ShouldExitWith(2).Finding("PH0701").ShouldContain("Did you mean 'ours'?");
        _server.Account = ("reader", "another");
        (await Install("word.good", "--source", "ours", "--force")).ShouldExitWith(2).Finding("PH0702").ShouldContain("401");
    }

    [Fact]
    public async Task Without_a_source_every_enabled_one_of_the_users_settings_is_asked()
    {
        await OfferGood("1.5.0", "1.6.0");
        Directory.CreateDirectory(_bench.At("feed"));
        File.Move(await _bench.PackGood("1.7.0"), _bench.At("feed/word.good.1.7.0.nupkg"));
        var sources = $"""
            <add key="folder" value="feed" /><add key="server" value="{_server.Index}" />
            <add key="gone" value="http://127.0.0.1:1/index.json" />
            """;
        const string disabled = """<disabledPackageSources><add key="gone" value="true" /></disabledPackageSources>""";
        Settings(sources, disabled);

        (await Install("word.good")).ShouldExitWith(0).Output.ShouldContain("Installed word.good 1.7.0");
        (await Install("word.good@1.6.0")).ShouldExitWith(0);

        Settings(sources, $"""
            {disabled}
            <packageSourceMapping>
              <packageSource key="server"><package pattern="word.*" /></packageSource>
              <packageSource key="folder"><package pattern="other.*" /></packageSource>
            </packageSourceMapping>
            """);
        (await Install("word.good@1.7.0")).ShouldExitWith(2).Finding("PH0703").ShouldContain("it has 1.6.0, 1.5.0");

        Settings(sources, "");
        (await Install("word.good")).ShouldExitWith(2).Finding("PH0702").ShouldContain("127.0.0.1:1");
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_a_finding()
    {
        await File.WriteAllTextAsync(_bench.At("nuget.config"), "<configuration>");

        (await Install("word.good")).ShouldExitWith(2).Finding("PH0701").ShouldContain(_bench.At("nuget.config"));
    }

    private Task<CliResult> Install(params string[] arguments) =>
        _bench.Cli(["plugins", "install", .. arguments, "--project", _bench.Folder]);

    private void Settings(string sources, string more) => File.WriteAllText(
        _bench.At("nuget.config"),
        $"<configuration><packageSources><clear />{sources}</packageSources>{more}</configuration>");

    private async Task OfferGood(params string[] versions)
    {
        var packages = new List<(string Version, string File)>();
        foreach (var version in versions) packages.Add((version, await _bench.PackGood(version)));
        _server.Offer("word.good", [.. packages]);
    }
}
