namespace PluginHost.Tests.Contexts;

public sealed class ResourceTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("es", "plátano")]
    [InlineData("en", "banana")]
    [InlineData("", "banana")]
    public async Task Texts_come_from_the_satellite_of_the_language_or_else_from_the_plugin_itself_in_folders_beyond_ascii(
        string culture,
        string expected)
    {
        _bench.CopyPlugin("word.platano", "fruta/Plátanos y más", ("\"id\": \"word.platano\"", "\"id\": \"mine.platano\""));
        _bench.Job($$"""
            "plugins": ["fruta"], "engine": "trivial",
            "word": { "use": "platano", "plugin": "mine.platano", "options": { "culture": "{{culture}}" } }
            """);

        (await _bench.Run()).ShouldExitWith(0);

        _bench.Result()[1].ShouldBe(expected);
    }
}
