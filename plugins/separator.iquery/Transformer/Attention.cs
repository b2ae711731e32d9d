namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>Multi-head attention whose state has the official names: query, key and value matrices stacked in one.</summary>
internal sealed class Attention : nn.Module
{
    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "out_proj")]
    private readonly Linear _output;

    private readonly int _width;
    private readonly int _heads;

    /// <summary>Creates a block: matrices by Glorot's rule (the stacked one as a whole), biases zero.</summary>
    /// <param name="width">Width of all inputs and of the output.</param>
    /// <param name="heads">The number of heads.</param>
    public Attention(int width, int heads)
        : base("attention")
    {
        (_width, _heads) = (width, heads);
        _weight = new Parameter(nn.init.xavier_uniform_(empty(3 * width, width)));
        _bias = new Parameter(zeros(3 * width));
        _output = nn.Linear(width, width);
        nn.init.xavier_uniform_(_output.weight!);
        nn.init.zeros_(_output.bias!);
        RegisterComponents();
    }

    /// <summary>Projects queries.</summary>
    /// <param name="x">Queries, (N, length, width).</param>
    /// <returns>Heads, (N, heads, length, width / heads).</returns>
    public Tensor Queries(Tensor x) => Heads(Project(x, 0));

    /// <summary>Projects keys.</summary>
    /// <param name="x">Keys, (N, length, width).</param>
    /// <returns>Heads, as of <see cref="Queries"/>.</returns>
    public Tensor Keys(Tensor x) => Heads(Project(x, 1));

    /// <summary>Projects values.</summary>
    /// <param name="x">Values, (N, length, width).</param>
    /// <returns>Heads, as of <see cref="Queries"/>.</returns>
    public Tensor Values(Tensor x) => Heads(Project(x, 2));

    /// <summary>Attends with projected heads.</summary>
    /// <param name="queries">Projected queries.</param>
    /// <param name="keys">Projected keys.</param>
    /// <param name="values">Projected values.</param>
    /// <param name="allowed">
    /// True where a key may be read, bool, broadcastable to (N, heads, queries, keys); <see langword="null"/> for everywhere.
    /// </param>
    /// <returns>The result, (N, length of the queries, width).</returns>
    public Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? allowed = null)
    {
        var mixed = nn.functional.scaled_dot_product_attention(queries, keys, values, allowed);
        return _output.call(mixed.transpose(1, 2).reshape(mixed.shape[0], mixed.shape[2], _width));
    }

    private Tensor Project(Tensor x, int part) =>
        nn.functional.linear(x, _weight.narrow(0, part * _width, _width), _bias.narrow(0, part * _width, _width));

    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, _width / _heads).transpose(1, 2);
}
