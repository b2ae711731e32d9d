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
