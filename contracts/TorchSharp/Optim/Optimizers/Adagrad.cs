using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Division by the root of the sum of squares (Duchi et al. 2011).</summary>
public sealed partial class Adagrad : GroupedOptimizer<Adagrad.Options>
{
    internal Adagrad(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "sum")
    {
    }

    private protected override void Update(Options options, UpdateBatch batch)
    {
        var kernels = batch.Kernels;
        var gradients = batch.Gradients;
        if (options.weight_decay is { } decay and not 0.0)
        {
            gradients = kernels.Add(gradients, batch.Parameters, decay);
        }

        var step = batch.Advance();
        var sums = batch.Slot(0, options.initial_accumulator_value!.Value);
        kernels.AddProductInPlace(sums, gradients, gradients, 1.0);
        var denominators = kernels.Sqrt(sums);
        kernels.AddInPlace(denominators, options.eps!.Value);
        var rate = options.LearningRate!.Value / (1.0 + ((step - 1) * options.lr_decay!.Value));
        kernels.AddQuotientInPlace(batch.Parameters, gradients, denominators, -rate);
    }
}
