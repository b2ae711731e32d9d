using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Options;

/// <summary>Checks the options that a job gives to a component and makes the component's options object from them.</summary>
internal sealed class OptionsBinder
{
    /// <summary>What to know of a value of the wrong type, by its path inside the options.</summary>
    public Func<string, string?> Note { get; init; } = _ => null;

    /// <summary>
    /// Binds options: the object that the component will get, and the same as JSON with every default filled in. Without a
    /// value they are faulty.
    /// </summary>
    /// <param name="type">The type information that the plugin registered.</param>
    /// <param name="options">The options in the job, or <see langword="null"/> for none.</param>
    /// <param name="component">The component, for findings.</param>
    /// <param name="where">Gives the place in the job of a path inside the options.</param>
    public Result<(object Value, JsonNode? Resolved)?> Bind(
        JsonTypeInfo type, JsonNode? options, string component, Func<string, string> where)
    {
        var findings = new FindingList();
        var readable = true;
        JsonObject schema = [];
        try
        {
            schema = OptionsSchema.Create(type);
            options = OptionSpelling.OfSchema(schema, options);
            findings.AddRange(Check(schema, options, where));
            readable = findings.All.All(fault => fault.Finding.Code is FindingCodes.UnknownOption or FindingCodes.OptionRange);
        }
        catch (Exception exception)
        {
            findings.Error(
                FindingCodes.OptionsContract,
                where(""),
                $"{component} has options that cannot be described: {exception.Message}",
                cause: exception);
            readable = false;
        }

        // Unknown keys and values out of range can still be read, so the component's own rules are asked in the same go.
        if (!readable) return new(null, findings);
        var value = findings.Take(Deserialize(type, options, component, where));
        if (value is ICheckedOptions check) findings.AddRange(RunChecks(check, component, where));
        return value is null || findings.HasErrors
            ? new(null, findings)
            : new((value, OptionSpelling.WithoutComputed(schema, JsonSerializer.SerializeToNode(value, type))), findings);
    }

    /// <summary>Checks options against a schema alone.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">The options in the job, or <see langword="null"/> for none.</param>
    /// <param name="where">Gives the place in the job of a path inside the options.</param>
    public FindingList Check(JsonObject schema, JsonNode? options, Func<string, string> where)
    {
        var findings = new FindingList();
        foreach (var fault in SchemaValidator.Validate(schema, options ?? new JsonObject()))
        {
            var fix = fault.Fix ?? (fault.Code is FindingCodes.OptionType or FindingCodes.OptionNotAllowed ? Note(fault.Path) : null);
            findings.Error(fault.Code, where(fault.Path), fault.What, fault.Expected, fix);
        }

        return findings;
    }

    private static Result<object?> Deserialize(JsonTypeInfo type, JsonNode? options, string component, Func<string, string> where)
    {
        var findings = new FindingList();
        try
        {
            return new((options ?? new JsonObject()).Deserialize(type), findings);
        }
        catch (JsonException exception)
        {
            var path = (exception.Path ?? "$").TrimStart('$').TrimStart('.');
            findings.Error(
                FindingCodes.OptionsRefused,
                where(path),
                $"{component} cannot read this option: {FirstSentence(exception.Message)}",
                cause: exception);
        }
        catch (Exception exception)
        {
            findings.Error(
                FindingCodes.OptionsRefused,
                where(""),
                $"the options of {component} refuse a value: {exception.Message}",
                cause: exception);
        }

        return new(null, findings);
    }

    private static FindingList RunChecks(ICheckedOptions options, string component, Func<string, string> where)
    {
        var findings = new FindingList();
        try
        {
            foreach (var finding in options.Check()) findings.Add(finding with { Where = where(finding.Where) });
        }
        catch (Exception exception)
        {
            findings.Error(
                FindingCodes.CheckFailed,
                where(""),
                $"the options check of {component} failed: {exception.Message}",
                cause: exception);
        }

        return findings;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return end > 0 ? message[..end] : message;
    }
}
