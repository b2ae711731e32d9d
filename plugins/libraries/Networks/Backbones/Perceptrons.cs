namespace PluginHost.Networks;

/// <summary>Fully connected networks with ReLU behind every layer, without class layer. Stages are <c>layer1</c> and so on.</summary>
public static class Perceptrons
{
    /// <summary>Makes a network.</summary>
    /// <param name="inputs">Numbers of an input; inputs of several axes are flattened.</param>
    /// <param name="widths">Outputs of each layer; the last is the number of features.</param>
    /// <param name="seed">Decides the weights (PyTorch's default for linear layers).</param>
    /// <returns>The network.</returns>
    public static Backbone Create(int inputs, IReadOnlyList<int> widths, long seed)
    {
        NetworkFault.CheckPositive(inputs, "inputs", "perceptron");
        NetworkFault.CheckPositive(widths.Count, "number of layers", "perceptron");
        foreach (var width in widths) NetworkFault.CheckPositive(width, "widths", "perceptron");
        var plans = widths.Select((width, layer) => new StagePlan($"layer{layer + 1}", () =>
            new PerceptronLayer(layer == 0 ? inputs : widths[layer - 1], width)));
        return new Backbone([.. plans], widths[^1], [inputs], seed);
    }
}

/// <summary>relu(film(x W + b)).</summary>
internal sealed class PerceptronLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear _linear;
    private readonly Site _film;

    public PerceptronLayer(int inputs, int outputs)
        : base("layer")
    {
        _linear = nn.Linear(inputs, outputs);
        _film = new Site(SiteKind.ScaleShift, outputs);
        register_module("linear", _linear);
        register_module("film", _film);
    }

    public override Tensor forward(Tensor x) => nn.functional.relu(_film.Change(_linear.call(x.flatten(1))));

    protected override void RegisterComponents()
    {
    }
}
