using System.Text.Json.Nodes;

namespace PluginHost.Reports.Reading;

/// <summary>An experience of metrics.json in words.</summary>
internal static class ExperienceText
{
    /// <summary>Its new classes, or its domain; a dash where it brings neither.</summary>
    public static string Classes(JsonObject experience)
    {
        string[] names = experience.At("newClasses").Texts();
        var domain = experience.At("domain").Text();
        if (names.Length == 0) return domain.Length > 0 ? domain : "-";
        return names.Length <= 4 ? string.Join(", ", names) : $"{string.Join(", ", names[..3])} and {names.Length - 3} more";
    }
}
