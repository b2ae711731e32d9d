namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>Three linear maps with rectifiers between: from a query's result to the weights of the sound features.</summary>
internal sealed class MaskEmbedding : nn.Module
{
    [ComponentName(Name = "layers")]
    private readonly ModuleList<Linear> _layers;

    /// <summary>Creates the maps.</summary>
    /// <param name="width">Width of input and hidden layers.</param>
    /// <param name="outputs">Output width.</param>
    public MaskEmbedding(int width, int outputs)
        : base("mask embedding")
    {
        _layers = nn.ModuleList(nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, outputs));
        RegisterComponents();
    }

    /// <summary>Runs the maps.</summary>
    /// <param name="x">Input, (..., width).</param>
    /// <returns>Output, (..., outputs).</returns>
    public Tensor Run(Tensor x)
    {
        x = nn.functional.relu(_layers[0].call(x), inplace: true);
        x = nn.functional.relu(_layers[1].call(x), inplace: true);
        return _layers[2].call(x);
    }
}
