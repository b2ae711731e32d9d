using Microsoft.CodeAnalysis;

namespace PluginHost.Sdk;

/// <summary>What the generator can find wrong: each says what is wrong and the way out.</summary>
internal static class SdkDiagnostics
{
    private const string Category = "PluginHost";

    public static readonly DiagnosticDescriptor NoContract = Error(
        "PHSDK001",
        "The component fulfils no contract",
        "{0} implements no contract with a kind; implement an interface that has [ComponentKind], such as IStrategy or IRunObserver");

    public static readonly DiagnosticDescriptor SeveralContracts = Error(
        "PHSDK002",
        "The component fulfils several contracts",
        "{0} implements several contracts: {1}; name one: [Component(\"...\", Contract = typeof({2}))]");

    public static readonly DiagnosticDescriptor OptionsConstructor = Error(
        "PHSDK003",
        "Options have no parameterless constructor",
        "{0} cannot be made with its defaults; give it a public constructor without parameters");

    public static readonly DiagnosticDescriptor OptionType = Error(
        "PHSDK004",
        "An option has a type that options cannot have",
        "{0} is a {1}, which no option can be; use text, bool, a number, an enum, a class with a parameterless constructor, "
        + "or an array, list or string-keyed dictionary of these, or put [JsonIgnore] on it");

    public static readonly DiagnosticDescriptor BadName = Error(
        "PHSDK005",
        "The name cannot be used",
        "'{0}' is no name; write lower-case words joined by hyphens, such as \"half-replay\"");

    public static readonly DiagnosticDescriptor SameName = Error(
        "PHSDK006",
        "Two components have one name",
        "{0} and {1} are both {2}; give one of them another name");

    public static readonly DiagnosticDescriptor SeveralOptions = Error(
        "PHSDK007",
        "The options of the component are unclear",
        "{0} has several options: {1}; name one: [Component(\"...\", Options = typeof({2}))]");

    public static readonly DiagnosticDescriptor ComponentClass = Error(
        "PHSDK008",
        "The class cannot be a component",
        "{0} {1}; a component is a concrete class, not generic and not private, with one public constructor");

    public static readonly DiagnosticDescriptor WrongContract = Error(
        "PHSDK009",
        "The contract does not fit",
        "{0} cannot be registered as {1}; name an interface that the class implements and that has one [ComponentKind]");

    public static readonly DiagnosticDescriptor RequiredMember = Error(
        "PHSDK010",
        "An option is a required member",
        "{0} is required by the compiler, but options are made with their defaults; put [Required] on it instead");

    public static readonly DiagnosticDescriptor EntryPoint = Error(
        "PHSDK011",
        "The entry point is there already",
        "{0} stands where the generated entry point goes; delete it (registration follows from [Component]), or rename it");

    private static DiagnosticDescriptor Error(string id, string title, string text) =>
        new(id, title, text, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
