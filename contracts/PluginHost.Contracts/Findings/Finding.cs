namespace PluginHost.Contracts;

/// <summary>One thing that is wrong with a job, its options, a plugin or the machine: what, where, and the way out.</summary>
/// <remarks>Findings are collected and reported together; none of them stops the search for the next.</remarks>
public sealed record Finding
{
    /// <summary>A stable code such as <c>PH0201</c>; plugins use their own prefix.</summary>
    public required string Code { get; init; }

    /// <summary>How bad it is.</summary>
    public FindingSeverity Severity { get; init; } = FindingSeverity.Error;

    /// <summary>The place: a path in the job file (<c>strategy.options.lambda</c>), a file, or a plugin id. Components give a path inside their options.</summary>
    public string Where { get; init; } = "";

    /// <summary>What is wrong, with the value found, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>What was expected instead, or <see langword="null"/> when <see cref="What"/> says it.</summary>
    public string? Expected { get; init; }

    /// <summary>The way out: the nearest valid name, the command or the edit that helps; <see langword="null"/> if there is none.</summary>
    public string? Fix { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Code} {(Where.Length == 0 ? "" : Where + ": ")}{What}{(Expected is null ? "" : $" Expected: {Expected}.")}{(Fix is null ? "" : $" {Fix}")}";
}
