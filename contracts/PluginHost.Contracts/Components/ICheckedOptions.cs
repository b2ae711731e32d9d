namespace PluginHost.Contracts;

/// <summary>Options with rules that no single attribute can state. The host calls <see cref="Check"/> after binding.</summary>
public interface ICheckedOptions
{
    /// <summary>Returns every broken rule.</summary>
    /// <returns>Findings whose <see cref="Finding.Where"/> is the path inside the options, such as <c>experiences[2]</c>; empty if all is well.</returns>
    IEnumerable<Finding> Check();
}
