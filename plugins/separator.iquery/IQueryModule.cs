using PluginHost.Plugins.IQuery.Transformer;

namespace PluginHost.Plugins.IQuery;

/// <summary>Both networks under one root: the state's names are <c>sound.</c> and <c>maskformer.</c> plus the official names.</summary>
internal sealed class IQueryModule : nn.Module
{
    [ComponentName(Name = "sound")]
    private readonly SoundNetwork _sound;

    [ComponentName(Name = "maskformer")]
    private readonly QueryNetwork _maskformer;

    /// <summary>Creates both networks from the global generator.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="shape">Sizes of what comes in.</param>
    /// <param name="queries">The number of queries.</param>
    public IQueryModule(IQueryOptions options, InputShape shape, int queries)
        : base("iquery")
    {
        _sound = new(options.StageChannels(), options.MaskDim, options.LatentStage);
        _maskformer = new(options, shape, queries);
        RegisterComponents();
    }

    /// <summary>The audio U-Net.</summary>
    public SoundNetwork Sound => _sound;

    /// <summary>The query transformer.</summary>
    public QueryNetwork Maskformer => _maskformer;
}

/// <summary>Sizes of the network's inputs.</summary>
/// <param name="Height">Frequency rows.</param>
/// <param name="Width">Frames.</param>
/// <param name="Object">Size of an object vector.</param>
/// <param name="Motion">Size of a motion vector.</param>
internal sealed record InputShape(int Height, int Width, int Object, int Motion)
{
    /// <summary>Reads the sizes and compares them with the options.</summary>
    /// <param name="spec">What is to be built.</param>
    /// <param name="options">The network's options.</param>
    /// <returns>The sizes.</returns>
    /// <exception cref="JobException">
    /// An input is missing, has another number of dimensions or does not fit; every gap is a finding.
    /// </exception>
    public static InputShape From(ModelSpec spec, IQueryOptions options)
    {
        var sizes = new InputSizes(spec, "IQ");
        var (height, width) = sizes.Sound(options.Downs);
        var objects = sizes.Vector(SeparationKeys.Object, 1, "(size)");
        var motion = sizes.Vector(SeparationKeys.Motion, 2, "(size, steps)");
        sizes.Require();
        return new(height, width, objects, motion);
    }
}
