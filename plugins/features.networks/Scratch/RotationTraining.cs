namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Trains a backbone to tell by which quarter turns pictures were rotated (RotNet): cross-entropy over all four turns of each picture, SGD with momentum.</summary>
/// <param name="options">Steps, batch, rate.</param>
/// <param name="network">The backbone; in evaluation mode afterwards.</param>
/// <param name="events">Takes progress.</param>
internal sealed class RotationTraining(RotationOptions options, Backbone network, IRunEvents? events)
{
    private const int Turns = 4;
    private const double Momentum = 0.9;
    private const double Decay = 5e-4;

    /// <summary>Trains.</summary>
    /// <param name="pictures">Prepared, float32 (N, 3, size, size).</param>
    /// <param name="random">Draws pictures and mirrors them.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The share of turns told rightly in the last tenth of the steps, from 0 to 1, before each step's update.</returns>
    public double Run(Tensor pictures, RandomSource random, CancellationToken cancellationToken)
    {
        var draws = random.Stream("features.networks.rotnet");
        using var scope = NewDisposeScope();
        using var head = new LinearHead(network.Features, Turns, random.SeedFor("features.networks.rotnet.head"));
        using var optimizer = optim.SGD([.. network.parameters(), .. head.parameters()], options.Rate, momentum: Momentum, weight_decay: Decay);
        var wanted = arange(Turns, dtype: ScalarType.Int64).repeat_interleave(Math.Min(options.BatchSize, pictures.shape[0]));
        var (right, counted) = (0.0, 0);
        network.train();
        for (var step = 0; step < options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var batch = Batch(pictures, draws);
            foreach (var group in optimizer.ParamGroups) group.LearningRate = options.Rate * 0.5 * (1 + Math.Cos(Math.PI * step / options.Steps));
            optimizer.zero_grad();
            var logits = head.call(network.call(batch));
            var loss = nn.functional.cross_entropy(logits, wanted);
            loss.backward();
            optimizer.step();
            if (step >= options.Steps - Math.Max(1, options.Steps / 10))
            {
                right += logits.argmax(1).eq(wanted).to_type(ScalarType.Float64).mean().item<double>();
                counted++;
            }

            if (step % 10 == 9 || step + 1 == options.Steps) Report(step + 1, loss.item<float>());
        }

        network.eval();
        foreach (var parameter in network.parameters()) parameter.requires_grad = false;
        return right / Math.Max(1, counted);
    }

    private void Report(int done, double loss) => events?.Publish(new ProgressReported
    {
        Activity = "extractor from scratch", Done = done, Total = options.Steps, Unit = "steps", Figures = [KeyValuePair.Create("loss", loss)],
    });

    // Different pictures, each mirrored half of the time, in each of the four turns: all first turns, then all second ones.
    private Tensor Batch(Tensor pictures, RandomStream draws)
    {
        var count = (int)Math.Min(options.BatchSize, pictures.shape[0]);
        var chosen = draws.Choose((int)pictures.shape[0], count).Select(place => (long)place).ToArray();
        var mirrored = chosen.Select(_ => draws.NextDouble() < 0.5).ToArray();
        var upright = pictures.index_select(0, tensor(chosen));
        upright = where(tensor(mirrored).view(-1, 1, 1, 1), upright.flip(3), upright);
        return cat([.. Enumerable.Range(0, Turns).Select(turns => upright.rot90(turns, (2, 3)))], 0);
    }
}
