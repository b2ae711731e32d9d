using PluginHost.Tests.Packages;

namespace PluginHost.Tests.Stores;

public class FeedTests : IDisposable
{
    private readonly PackageBench _bench = new();
    private readonly FeedServer _server = new();

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

    private async Task OfferGood(params string[] versions)
    {
        var packages = new List<(string Version, string File)>();
        foreach (var version in versions) packages.Add((version, await _bench.PackGood(version)));
        _server.Offer("word.good", [.. packages]);
    }
}
