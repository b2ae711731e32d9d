using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Options;

/// <summary>Checks the options that a job gives to a component and makes the component's options object from them.</summary>
internal sealed class OptionsBinder(FindingList findings)
{
    /// <summary>What to know of a value of the wrong type, by its path inside the options.</summary>
    public Func<string, string?> Note { get; init; } = _ => null;

    /// <summary>
    /// Binds options: the object that the component will get, and the same as JSON with every default filled in. Returns <see langword="null"/>
    /// after adding findings.
    /// </summary>
    /// <param name="type">The type information that the plugin registered.</param>
    /// <param name="options">The options in the job, or <see langword="null"/> for none.</param>
    /// <param name="component">The component, for findings.</param>
    /// <param name="where">Gives the place in the job of a path inside the options.</param>
    public (object Value, JsonNode? Resolved)? Bind(JsonTypeInfo type, JsonNode? options, string component, Func<string, string> where)
    {
        var errors = findings.ErrorCount;
        var readable = true;
        JsonObject schema = [];
        try
        {
            schema = OptionsSchema.Create(type);
            options = OptionSpelling.OfSchema(schema, options);
            foreach (var fault in Check(schema, options, where))
                readable &= fault.Code is FindingCodes.UnknownOption or FindingCodes.OptionRange;
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
        if (!readable) return null;
        var value = Deserialize(type, options, component, where);
        if (value is ICheckedOptions check) RunChecks(check, component, where);
        return value is null || findings.ErrorCount != errors
            ? null
            : (value, OptionSpelling.WithoutComputed(schema, JsonSerializer.SerializeToNode(value, type)));
    }

    /// <summary>Checks options against a schema alone and adds what breaks it to the findings.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">The options in the job, or <see langword="null"/> for none.</param>
    /// <param name="where">Gives the place in the job of a path inside the options.</param>
    public IReadOnlyList<SchemaFault> Check(JsonObject schema, JsonNode? options, Func<string, string> where)
    {
        var faults = SchemaValidator.Validate(schema, options ?? new JsonObject());
        foreach (var fault in faults)
        {
            var fix = fault.Fix ?? (fault.Code is FindingCodes.OptionType or FindingCodes.OptionNotAllowed ? Note(fault.Path) : null);
            findings.Error(fault.Code, where(fault.Path), fault.What, fault.Expected, fix);
        }

        return faults;
    }

    private object? Deserialize(JsonTypeInfo type, JsonNode? options, string component, Func<string, string> where)
    {
        try
        {
            return (options ?? new JsonObject()).Deserialize(type);
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

        return null;
    }

    private void RunChecks(ICheckedOptions options, string component, Func<string, string> where)
    {
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
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return end > 0 ? message[..end] : message;
    }
}
