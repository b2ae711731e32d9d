using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Reads events of seconds from the lists of a layout, and collects those that lie beyond the clip.</summary>
/// <param name="seconds">The length of a clip.</param>
internal sealed class SegmentList(int seconds)
{
    private const int Named = 20;

    private readonly List<string> _beyond = [];

    /// <summary>An event of a line.</summary>
    /// <param name="list">The list.</param>
    /// <param name="line">The line, from 0.</param>
    /// <param name="id">The clip.</param>
    /// <param name="label">The class.</param>
    /// <param name="from">Where it begins, in whole seconds.</param>
    /// <param name="to">Where it ends; one that ends where it begins is none.</param>
    /// <exception cref="JobException">They are no numbers, or it ends before it begins.</exception>
    public ClipEvent Event(ListFile list, int line, string id, int label, string from, string to)
    {
        if (!int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var end) || end < first)
        {
            throw list.Fault(line, $"has an event of '{id}' from '{from}' to '{to}'", $"whole seconds from 0 to {seconds}");
        }

        if (end > seconds) _beyond.Add($"'{id}' ({first} to {end}, line {line + 1})");
        return new(label, first, Math.Min(end, seconds));
    }

    /// <summary>Stops where events lie beyond the clip.</summary>
    /// <param name="file">The list's name.</param>
    /// <exception cref="JobException">There were some; one finding names them.</exception>
    public void Check(string file)
    {
        if (_beyond.Count == 0) return;
        var more = _beyond.Count > Named ? $" and {_beyond.Count - Named} more" : "";
        throw new JobException(new Finding
        {
            Code = "AVD0023",
            Where = "folder",
            What = $"{file} labels seconds beyond the {seconds} of a clip: {string.Join(", ", _beyond.Take(Named))}{more}",
            Expected = $"events from second 0 to {seconds}",
            Fix = "Mend the lines; the numbers are seconds of the clip, not of the video that it was cut from.",
        });
    }
}
