using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A group of an optimizer of the Adam family.</summary>
/// <typeparam name="TOptions">Type of the options.</typeparam>
public abstract class MomentParamGroup<TOptions> : ParamGroup<TOptions>, optim.IBetas
    where TOptions : MomentOptions, new()
{
    private protected MomentParamGroup()
    {
    }

    private protected MomentParamGroup(IEnumerable<Parameter> parameters, TOptions options)
        : base(parameters, options)
    {
    }

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => (Options.beta1!.Value, Options.beta2!.Value);
        set => (Options.beta1, Options.beta2) = value;
    }
}
