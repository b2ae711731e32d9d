using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Plugins.DatasetClassification.Splitting;

namespace PluginHost.Plugins.DatasetClassification.Sources;

/// <summary>Options of a set that has a small embedded part and a whole that is installed.</summary>
public abstract class SourceOptions : SplitOptions
{
    /// <summary>Where <c>install.sh</c> puts sets unless told otherwise.</summary>
    internal const string InstalledFolder = "~/.cache/pluginhost/classification";

    [Description("installed: the whole set; embedded: the part in the plugin; auto: installed when it is there, else embedded with a warning")]
    [AllowedValues("auto", "embedded", "installed")]
    public string Source { get; set; } = "auto";

    [Description("Folder that install.sh put the set into, relative to the job file")]
    public string Folder { get; set; } = InstalledFolder;
}
