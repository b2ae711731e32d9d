namespace TorchSharp.Modules;

/// <summary>A group with options of a known type.</summary>
/// <typeparam name="TOptions">Type of the options.</typeparam>
public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions, new()
{
    /// <summary>An empty group.</summary>
    public ParamGroup()
        : this([])
    {
    }

    /// <summary>A group; options not given come from the optimizer.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options ?? new TOptions();
    }

    /// <summary>The options.</summary>
    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
