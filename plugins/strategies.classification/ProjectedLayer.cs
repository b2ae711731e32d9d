using TorchSharp.Modules;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>A layer as gradient projection sees it: a matrix of weights, the bias as one more column, that meets rows of inputs.</summary>
/// <param name="Weight">The weights; the first dimension is the outputs.</param>
/// <param name="Bias">The bias; <see langword="null"/> if there is none.</param>
/// <param name="Convolution">The convolution whose patches are the inputs; <see langword="null"/> for a linear layer.</param>
internal sealed record ProjectedLayer(Parameter Weight, Parameter? Bias, Convolution? Convolution)
{
    /// <summary>The name that the classifier's rows go by; layers have the names of modules.</summary>
    public const string Head = "classifier head";

    /// <summary>The size of an input row.</summary>
    public long Inputs => (Weight.numel() / Weight.shape[0]) + (Bias is null ? 0 : 1);

    /// <summary>The layers of a model: linear layers and convolutions by their names, and the rows of the classifier.</summary>
    /// <exception cref="RunFailedException">A convolution is of a kind whose patches cannot be laid out.</exception>
    public static IReadOnlyDictionary<string, ProjectedLayer> Of(IModel model)
    {
        var layers = new Dictionary<string, ProjectedLayer>(StringComparer.Ordinal);
        foreach (var (name, module) in model.Module.named_modules())
        {
            if (module is Linear linear) layers[name] = new(linear.weight, linear.bias, null);
            if (module is not Convolution convolution) continue;
            if (convolution.transposed || convolution.groups != 1 || convolution.padding is null
                || convolution.padding_mode != PaddingModes.Zeros)
            {
                throw new RunFailedException(
                    $"The layer '{name}' is a convolution in groups, transposed or with other padding than zeros, "
                    + "whose inputs cannot be projected. "
                    + "Choose another model.");
            }

            layers[name] = new(convolution.weight, convolution.bias, convolution);
        }

        if (model is IClassifierHead head) layers[Head] = new(head.Weight, head.Bias, null);
        return layers;
    }

    /// <summary>Lays an input out as rows, each with a 1 at its end if the layer has a bias.</summary>
    /// <param name="input">
    /// (rows, inputs) for a linear layer, (items, channels, height, width) or (items, channels, length) for a convolution.
    /// </param>
    public Tensor Rows(Tensor input)
    {
        var rows = Convolution is null ? input : Patches(input);
        return Bias is null ? rows : cat([rows, ones(rows.shape[0], 1, dtype: rows.dtype, device: rows.device)], 1);
    }

    /// <summary>Replaces the gradient, if there is one.</summary>
    /// <param name="edit">From the gradient, (outputs, inputs), the bias as one more column, to the new one.</param>
    public void Edit(Func<Tensor, Tensor> edit)
    {
        if (Weight.grad is not { } gradient) return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var flat = gradient.flatten(1);
        if (Bias is null)
        {
            gradient.copy_(edit(flat).view(gradient.shape));
            return;
        }

        var column = Bias.grad ?? zeros_like(Bias, requires_grad: false);
        var edited = edit(cat([flat, column.unsqueeze(1)], 1));
        gradient.copy_(edited.narrow(1, 0, flat.shape[1]).reshape(gradient.shape));
        Bias.grad?.copy_(edited.select(1, flat.shape[1]));
    }

    private Tensor Patches(Tensor input)
    {
        var plane = input.dim() == 3 ? input.unsqueeze(2) : input;
        (long, long) Pair(long[] values, long missing) => values.Length == 1 ? (missing, values[0]) : (values[0], values[1]);
        return nn.functional.unfold(
            plane,
            Pair(Convolution!.kernel_size, 1),
            dilation: Pair(Convolution.dilation, 1),
            padding: Pair(Convolution.padding!, 0),
            stride: Pair(Convolution.stride, 1)).transpose(1, 2).flatten(0, 1);
    }
}
