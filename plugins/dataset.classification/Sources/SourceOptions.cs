using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.DatasetClassification.Sources;

/// <summary>Options of a set that has a small embedded part and a whole that is installed.</summary>
public abstract class SourceOptions : SplitOptions
{
    [Description("installed: the whole set; embedded: the part in the plugin; auto: installed when it is there, else embedded with a warning")]
    [AllowedValues("auto", "embedded", "installed")]
    public string Source { get; set; } = "auto";

    [Description("Folder that install.sh put the set into, relative to the job file")]
    public string Folder { get; set; } = Installed.Folder;
}

/// <summary>The sets that <c>install.sh</c> of this plugin fetches.</summary>
internal static class Installed
{
    /// <summary>Where <c>install.sh</c> puts sets unless told otherwise.</summary>
    public const string Folder = "~/.cache/pluginhost/classification";

    private static readonly InstallScript s_script = new("dataset.classification", typeof(Installed).Assembly);

    /// <summary>One of them.</summary>
    /// <param name="root">The absolute folder.</param>
    /// <param name="set">The set's word in <c>install.sh</c>.</param>
    /// <param name="title">What to call it in sentences.</param>
    /// <param name="names">Its files, below its folder.</param>
    public static Installation Set(string root, string set, string title, IReadOnlyList<string> names) => new(s_script, root, set, title, names);
}
