namespace PluginHost.Tests;

/// <summary>What a command left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public CliResult ShouldExitWith(int code)
    {
        ExitCode.ShouldBe(code, Output + Error);
        return this;
    }

    /// <summary>Standard error with each finding on one line, however long.</summary>
    public string Findings => Error
        .Replace("\n    expected: ", "; expected ", StringComparison.Ordinal)
        .Replace("\n    fix: ", ". ", StringComparison.Ordinal);

    /// <summary>The first finding with a code.</summary>
    public string Finding(string code)
    {
        var line = Findings.Split('\n').FirstOrDefault(line => line.Contains($" {code} ", StringComparison.Ordinal));
        return line.ShouldNotBeNull($"no {code} in:\n{Error}");
    }

    public int Errors => Error.Split('\n').Count(line => line.StartsWith("error ", StringComparison.Ordinal));
}
