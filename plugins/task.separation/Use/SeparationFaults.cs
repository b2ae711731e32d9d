namespace PluginHost.Plugins.Separation.Use;

/// <summary>What can be wrong with files that are to be separated.</summary>
internal static class SeparationFaults
{
    public static JobException Empty() => Of("SEP0202", "--input", "The sound is empty", "a sound", null);

    public static JobException OneInput(int count) =>
        Of("SEP0202", "--input", $"{count} inputs are given", "one sound or video", "Separate files one after the other.");

    public static JobException NoClasses(IReadOnlyList<string> known) =>
        Of("SEP0203", "--classes", "No class is asked for", $"some of {string.Join(", ", known)}", "Name those that sound in the file.");

    public static JobException UnknownClass(string name, IReadOnlyList<string> known) =>
        Of("SEP0203", "--classes", $"The run has not learned a class '{name}'", $"one of {string.Join(", ", known)}",
            NearestName.Find(name, known) is { } nearest ? $"Did you mean '{nearest}'?" : null);

    public static JobException NoSuchExample(int place, int count) =>
        Of("SEP0204", "--example", $"The run has no test mixture {place}", $"a number from 0 to {count - 1}", null);

    public static JobException StrayPictures(string name) =>
        Of("SEP0203", "--pictures", $"Pictures are given for '{name}', which is not asked for", "pictures of the classes asked for",
            "Name the class under --classes, or leave the pictures out.");

    private static JobException Of(string code, string where, string what, string expected, string? fix) =>
        new(new Finding { Code = code, Where = where, What = what, Expected = expected, Fix = fix });
}
