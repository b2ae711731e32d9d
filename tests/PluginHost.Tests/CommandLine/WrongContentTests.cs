using PluginHost.Tests.Shared;

namespace PluginHost.Tests;

/// <summary>What is said of a file that is another than it should be, and of a value that was taken for another than was meant.</summary>
public sealed class WrongContentTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string> Others() => WrongFiles.Theory();

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Every_file_that_should_be_json_is_called_what_it_is(string name, string remedy)
    {
        var content = WrongFiles.Of(name);
        await File.WriteAllBytesAsync(_bench.JobFile, content);
        Say((await _bench.Validate()).ShouldExitWith(2).Finding("PH0102"));
        Say((await _bench.Cli(["compare", _bench.JobFile])).ShouldExitWith(2).Finding("PH0602"));

        await File.WriteAllBytesAsync(Path.Combine(_bench.CopyPlugin("word.good", "mine/good"), "plugin.json"), content);
        Say((await _bench.Cli(["plugins", "verify", Path.Combine(_bench.Folder, "mine", "good")])).ShouldExitWith(3).Finding("PH0301"));

        _bench.Job(""" "engine": "trivial" """);
        var other = Path.Combine(_bench.Folder, "other.json");
        await File.WriteAllBytesAsync(other, content);
        Say((await _bench.Run("--lock-file", other)).ShouldExitWith(3).Finding("PH0327"));
        Say((await _bench.Run("--allow", other)).ShouldExitWith(3).Finding("PH0325"));

        void Say(string finding) => finding.ShouldSatisfyAllConditions(text => text.ShouldContain($"the file is {name}"), text => text.ShouldContain(remedy));
    }

    [Theory]
    [InlineData("<html>", "the package cannot be read: the file is a web page (HTML)")]
    [InlineData("PK\u0003\u0004cut", "the package cannot be read: it is damaged or cut off")]
    [InlineData("{ }", "the package cannot be read: the file is JSON")]
    public async Task A_file_that_is_no_package_is_called_what_it_is(string content, string what)
    {
        var file = Path.Combine(_bench.Folder, "some.1.0.0.nupkg");
        await File.WriteAllTextAsync(file, content);

        (await _bench.Cli(["plugins", "verify", file])).ShouldExitWith(3).Finding("PH0322").ShouldContain(what);
    }

    [Theory]
    [InlineData("{ \"engine\": ", "the text ends in the middle; a closing } or ] or \" is missing")]
    [InlineData("{ \"engine\": \"trivial", "the text ends in the middle")]
    [InlineData("{ 'engine': 'trivial' }", "put texts and keys in double quotes")]
    [InlineData("{ engine: 1 }", "'engine' stands where a value, a key in double quotes")]
    [InlineData("{ \"resume\": True }", "True is Python; JSON has true")]
    [InlineData("{ \"a\": None }", "None is Python; JSON has null")]
    [InlineData("{ \"a\": NaN }", "NaN is no number of JSON")]
    [InlineData("{ \"a\": \"x\ty\" }", "write it as \\t")]
    [InlineData("{ \"a\": \"x\ny\" }", "the line ends within a text")]
    [InlineData("{ \"a\": 1 \"b\": 2 }", "'\"' stands where it cannot")]
    [InlineData("engine: trivial", "'engine' stands where a value")]
    public async Task A_fault_of_json_is_said_in_plain_words(string text, string what)
    {
        await File.WriteAllTextAsync(_bench.JobFile, text);

        var finding = (await _bench.Validate()).ShouldExitWith(2).Finding("PH0102");

        finding.ShouldContain(what);
        finding.ShouldNotContain("LineNumber");
        // Not in the name of the folder, which is drawn.
        finding[finding.IndexOf("not valid JSON", StringComparison.Ordinal)..].ShouldNotContain("0x");
    }

    [Theory]
    [InlineData("name=3", "The value was taken for the number 3; as a text: --set 'name=\"3\"'")]
    [InlineData("name=true", "The value was taken for true; as a text: --set 'name=\"true\"'")]
    [InlineData("device=null", "The value was taken for null; as a text: --set 'device=\"null\"'")]
    [InlineData("word.options.text=7", "The value was taken for the number 7; as a text: --set 'word.options.text=\"7\"'")]
    [InlineData("word.options.unfit=True", "The value was taken for a text; JSON has true, false and null.")]
    [InlineData("word.options.repeat=[2", "The value was taken for a text, as it is no JSON: the text ends in the middle")]
    [InlineData("plugins=[a, b]", "as it is no JSON: 'a' stands where it cannot. A shell takes away quotes")]
    public async Task A_value_of_the_command_line_is_told_what_it_was_taken_for(string text, string advice)
    {
        _bench.Job(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """);

        (await _bench.Validate("--set", text)).ShouldExitWith(2).Findings.ShouldContain(advice);
    }

    [Fact]
    public async Task The_advice_helps()
    {
        _bench.Job(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """);

        (await _bench.Validate("--set", "word.options.text=\"7\"", "--set", "name=\"3\"")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_version_range_begins_like_an_array_and_is_a_text()
    {
        _bench.Job(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """);

        (await _bench.Validate("--set", "word.version=[1.0,2.0)")).ShouldExitWith(0).Error.ShouldNotContain("error");
    }
}
