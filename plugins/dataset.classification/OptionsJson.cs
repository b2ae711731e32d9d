using System.Text.Json.Serialization;
using PluginHost.Plugins.DatasetClassification.Digits;
using PluginHost.Plugins.DatasetClassification.Letters;
using PluginHost.Plugins.DatasetClassification.Pictures;

namespace PluginHost.Plugins.DatasetClassification;

/// <summary>Generated JSON code of the options.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LettersOptions))]
[JsonSerializable(typeof(DigitsOptions))]
[JsonSerializable(typeof(PicturesOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
