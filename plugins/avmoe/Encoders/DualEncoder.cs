namespace PluginHost.Plugins.AvMoe;

/// <summary>What both encoders make of segments.</summary>
/// <param name="Visual">Tokens of the pictures behind the last norm, (N, tokens, width).</param>
/// <param name="Sound">Tokens of the sound behind the last norm, (N, tokens, width).</param>
/// <param name="Maps">Tokens of the pictures at the end of each stage, before the merge, (N, tokens, width).</param>
/// <param name="VisualWeights">Router weights at the places of the pictures, (N, places, experts); <see langword="null"/> without adapters.</param>
/// <param name="SoundWeights">Router weights at the places of the sound.</param>
internal sealed record Encoded(Tensor Visual, Tensor Sound, IReadOnlyList<Tensor> Maps, Tensor? VisualWeights, Tensor? SoundWeights);

/// <summary>
/// Two transformers side by side, block by block, with a mixture of adapters for each modality beside the attention (p1) and beside the MLP (p2)
/// of every pair of blocks.
/// </summary>
/// <remarks>
/// Where one modality has more blocks in a stage, each of its spare blocks runs by itself before the one that has a partner. A frozen encoder
/// gets no gradients and stays in eval mode whatever <see cref="train"/> says.
/// </remarks>
internal sealed class DualEncoder : nn.Module
{
    private readonly AvMoeOptions _options;
    private readonly PairAdapters[][] _pairs;

    public DualEncoder(AvMoeOptions options, int pictureSize, int bands, long seed)
        : base("encoder")
    {
        _options = options;
        var shape = options.VisionShape;
        Vision = new(new(pictureSize, shape.Patch, shape.Width, shape.Depths, shape.Heads, shape.Window), seed);
        Sound = new(options.SoundShape, bands, seed + 1);
        register_module("vision", Vision);
        register_module("sound", Sound);
        using (new SeededInitialisation(seed + 2)) _pairs = options.Adapters ? Places() : [];
        if (options.Adapters) register_module("places", nn.ModuleList([.. _pairs.SelectMany(stage => stage)]));
        foreach (var each in ModuleTensors.All(this)) each.Tensor.DetachFromDisposeScope();
        if (!options.Frozen) return;
        foreach (var parameter in Encoders()) parameter.requires_grad = false;
        Vision.eval();
        Sound.eval();
    }

    public SwinTransformer Vision { get; }

    public SoundTransformer Sound { get; }

    /// <summary>The parameters of both encoders.</summary>
    public IEnumerable<Parameter> Encoders() => Vision.parameters().Concat(Sound.parameters());

    /// <summary>The parameters of adapters and routers.</summary>
    public IEnumerable<Parameter> Adapters() => _pairs.SelectMany(stage => stage).SelectMany(pair => pair.parameters());

    /// <summary>Encodes segments.</summary>
    /// <param name="pictures">(N, 3, size, size).</param>
    /// <param name="spectrograms">(N, frames, bands).</param>
    /// <param name="adapted">Whether the adapters, if there are any, take part.</param>
    public Encoded Run(Tensor pictures, Tensor spectrograms, bool adapted = true)
    {
        var (x, z) = (Vision.Embed(pictures), Sound.Embed(spectrograms));
        var maps = new List<Tensor>();
        var (visual, sound) = (new List<Tensor>(), new List<Tensor>());
        for (var stage = 0; stage < Vision.Stages; stage++)
        {
            var (visualBlocks, soundBlocks) = (Vision.Blocks(stage), Sound.Swin.Blocks(stage));
            var pairs = Math.Min(visualBlocks.Count, soundBlocks.Count);
            for (var pair = 0; pair < pairs; pair++)
            {
                x = Spare(x, visualBlocks, pair, pairs);
                z = Spare(z, soundBlocks, pair, pairs);
                var (see, hear) = (visualBlocks[Partner(visualBlocks, pair, pairs)], soundBlocks[Partner(soundBlocks, pair, pairs)]);
                var places = adapted && _pairs.Length > 0 && _pairs[stage].Length > 0 ? _pairs[stage][pair] : null;
                (x, z) = Beside(places?.First, x, z, see.Attend(x), hear.Attend(z));
                (x, z) = Beside(places?.Second, x, z, see.Transform(x), hear.Transform(z));
            }

            maps.Add(x);
            (x, z) = (Vision.Leave(stage, x), Sound.Swin.Leave(stage, z));
        }

        return new(x, z, maps, visual.Count == 0 ? null : stack(visual, 1), sound.Count == 0 ? null : stack(sound, 1));

        (Tensor X, Tensor Z) Beside((AdapterMixture Visual, AdapterMixture Sound)? place, Tensor seen, Tensor heard, Tensor seenBranch, Tensor heardBranch)
        {
            if (place is not { } mixtures) return (seen + seenBranch, heard + heardBranch);
            var (seenAdded, seenWeights) = mixtures.Visual.Run(seen, heard);
            var (heardAdded, heardWeights) = mixtures.Sound.Run(heard, seen);
            visual.Add(seenWeights);
            sound.Add(heardWeights);
            return (seen + seenBranch + seenAdded, heard + heardBranch + heardAdded);
        }
    }

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        if (!train || !_options.Frozen) return;
        Vision.eval();
        Sound.eval();
    }

    protected override void RegisterComponents()
    {
    }

    // The last block of each share has the partner.
    private static int Partner(IReadOnlyList<SwinBlock> blocks, int pair, int pairs) => ((pair + 1) * blocks.Count / pairs) - 1;

    private static Tensor Spare(Tensor tokens, IReadOnlyList<SwinBlock> blocks, int pair, int pairs)
    {
        for (var block = pair * blocks.Count / pairs; block < Partner(blocks, pair, pairs); block++) tokens = blocks[block].call(tokens);
        return tokens;
    }

    private PairAdapters[][] Places()
    {
        var (seen, heard) = (Vision.Options, Sound.Swin.Options);
        return
        [
            .. Enumerable.Range(0, Vision.Stages).Select(stage => stage % _options.StageStep != 0 ? [] : Enumerable
                .Range(0, Math.Min(Vision.Blocks(stage).Count, Sound.Swin.Blocks(stage).Count))
                .Select(_ => new PairAdapters(_options, Shape(seen, stage), Shape(heard, stage))).ToArray()),
        ];

        static (int Tokens, int Width) Shape(SwinOptions options, int stage) =>
            (options.Side(stage) * options.Side(stage), options.WidthOf(stage));
    }

    /// <summary>The four mixtures of a pair of blocks.</summary>
    private sealed class PairAdapters : nn.Module
    {
        public PairAdapters(AvMoeOptions options, (int Tokens, int Width) seen, (int Tokens, int Width) heard)
            : base("pair")
        {
            First = (new(options, seen, heard), new(options, heard, seen));
            Second = (new(options, seen, heard), new(options, heard, seen));
            register_module("visual_p1", First.Visual);
            register_module("sound_p1", First.Sound);
            register_module("visual_p2", Second.Visual);
            register_module("sound_p2", Second.Sound);
        }

        /// <summary>Beside the attention.</summary>
        public (AdapterMixture Visual, AdapterMixture Sound) First { get; }

        /// <summary>Beside the MLP.</summary>
        public (AdapterMixture Visual, AdapterMixture Sound) Second { get; }

        protected override void RegisterComponents()
        {
        }
    }
}
