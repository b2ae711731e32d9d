using PluginHost.Tensors;
using Parameter = TorchSharp.Modules.Parameter;

namespace PluginHost.Plugins.Encoders;

/// <summary>Backbone and heads as one module, so that all are saved, moved and switched together.</summary>
internal sealed class EncoderNetwork : nn.Module
{

    public EncoderNetwork(Backbone backbone, nn.Module<Tensor, Tensor>? projector, nn.Module<Tensor, Tensor>? decoder)
        : base("encoder")
    {
        (Backbone, Projector, Decoder) = (backbone, projector, decoder);
        register_module("backbone", backbone);
        if (projector is not null) register_module("projector", projector);
        if (decoder is not null) register_module("decoder", decoder);
    }

    public Backbone Backbone { get; }

    /// <summary>From features to projections; <see langword="null"/> where views are not compared.</summary>
    public nn.Module<Tensor, Tensor>? Projector { get; }

    /// <summary>From features to pixels; <see langword="null"/> where nothing is recovered.</summary>
    public nn.Module<Tensor, Tensor>? Decoder { get; }

    public IReadOnlyList<ParameterGroup> Groups() =>
    [
        new("backbone", [.. Backbone.parameters()]),
        .. Projector is null ? Array.Empty<ParameterGroup>() : [new("projector", [.. Projector.parameters()])],
        .. Decoder is null ? Array.Empty<ParameterGroup>() : [new("decoder", [.. Decoder.parameters()])],
    ];

    /// <summary>Copies everything.</summary>
    /// <param name="head">Makes a head of sizes (inputs, hidden, outputs).</param>
    public EncoderNetwork Copy(Func<long, long, long, nn.Module<Tensor, Tensor>> head)
    {
        using var generator = new SeededInitialisation(0);
        var copy = new EncoderNetwork(Backbone.Copy(), Twin(Projector, head), Twin(Decoder, head));
        copy.train(training);
        return copy;
    }

    private static nn.Module<Tensor, Tensor>? Twin(
        nn.Module<Tensor, Tensor>? source, Func<long, long, long, nn.Module<Tensor, Tensor>> head)
    {
        if (source is null) return null;
        Parameter[] own = [.. source.parameters()];
        var twin = head(own[0].shape[1], own[0].shape[0], own[2].shape[0]);
        ModuleTensors.MoveTo(twin, own[0].device);
        twin.load_state_dict(source.state_dict());
        return twin;
    }

    protected override void RegisterComponents()
    {
    }
}
