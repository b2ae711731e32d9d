using TorchSharp.Modules;

namespace PluginHost.Plugins.CavMae;

/// <summary>The norms of a block that its tokens go through: those of both modalities together, or of one alone.</summary>
internal enum NormSet
{
    /// <summary>Both together, or the only norms of the block.</summary>
    Joint,

    /// <summary>Sound alone.</summary>
    Audio,

    /// <summary>Pictures alone.</summary>
    Video,
}

/// <summary>
/// Attention and MLP, each with its norm before and a shortcut around (Dosovitskiy et al., ICLR 2021). A shared block has three sets of
/// norms and one set of everything else (Gong et al., ICLR 2023).
/// </summary>
internal sealed class PairBlock : nn.Module
{
    private readonly int _heads;
    private readonly LayerNorm[] _first;
    private readonly LayerNorm[] _second;
    private readonly Linear _qkv;
    private readonly Linear _proj;
    private readonly Linear _fc1;
    private readonly Linear _fc2;

    public PairBlock(int width, int heads, bool shared)
        : base("block")
    {
        _heads = heads;
        string[] suffixes = shared ? ["", "_a", "_v"] : [""];
        _first = [.. suffixes.Select(suffix => Norm("norm1" + suffix, width))];
        (_qkv, _proj) = Pair("attn", ("qkv", width, 3 * width), ("proj", width, width));
        _second = [.. suffixes.Select(suffix => Norm("norm2" + suffix, width))];
        (_fc1, _fc2) = Pair("mlp", ("fc1", width, 4 * width), ("fc2", 4 * width, width));
    }

    /// <summary>Runs the block.</summary>
    /// <param name="x">Tokens (rows, n, width).</param>
    /// <param name="norms">Which norms; a block that is not shared has the joint ones alone.</param>
    public Tensor Run(Tensor x, NormSet norms = NormSet.Joint)
    {
        x += Attend(_first[(int)norms].call(x));
        return x + _fc2.call(nn.functional.gelu(_fc1.call(_second[(int)norms].call(x))));
    }

    protected override void RegisterComponents()
    {
    }

    private LayerNorm Norm(string name, int width)
    {
        var norm = nn.LayerNorm(width);
        register_module(name, norm);
        return norm;
    }

    private (Linear First, Linear Second) Pair(
        string name, (string Name, int Inputs, int Outputs) first, (string Name, int Inputs, int Outputs) second)
    {
        var part = new ModuleGroup(name);
        register_module(name, part);
        return (
            part.Add(first.Name, TransformerLayers.Drawn(nn.Linear(first.Inputs, first.Outputs))),
            part.Add(second.Name, TransformerLayers.Drawn(nn.Linear(second.Inputs, second.Outputs))));
    }

    private Tensor Attend(Tensor x)
    {
        var shape = x.shape;
        var (rows, tokens, width) = (shape[0], shape[1], shape[2]);
        var parts = _qkv.call(x).reshape(rows, tokens, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4);
        var scores = parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt((double)width / _heads);
        return _proj.call(scores.softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(rows, tokens, width));
    }
}

/// <summary>Modules under one name.</summary>
internal sealed class ModuleGroup(string name) : nn.Module(name)
{
    public T Add<T>(string name, T module)
        where T : nn.Module
    {
        register_module(name, module);
        return module;
    }

    protected override void RegisterComponents()
    {
    }
}
