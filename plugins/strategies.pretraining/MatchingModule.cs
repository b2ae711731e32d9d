using TorchSharp.Modules;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>Queries and keys of both modalities, each (rows, heads, patches, channels of a head).</summary>
internal sealed record PairQueries(Tensor AudioQueries, Tensor AudioKeys, Tensor VideoQueries, Tensor VideoKeys)
{
    /// <summary>
    /// What a sound patch pays to each picture patch: A_av = q_a k_v^T / sqrt(d), (rows, heads, audio patches, video patches).
    /// </summary>
    public Tensor AudioToVideo => Scaled(AudioQueries, VideoKeys);

    /// <summary>
    /// What a picture patch pays to each sound patch: A_va = q_v k_a^T / sqrt(d), (rows, heads, video patches, audio patches).
    /// </summary>
    public Tensor VideoToAudio => Scaled(VideoQueries, AudioKeys);

    private static Tensor Scaled(Tensor queries, Tensor keys) => queries.matmul(keys.transpose(2, 3)) / Math.Sqrt(queries.shape[3]);
}

/// <summary>
/// STELLA's audio-video matching module (Lee et al., ICML 2024, section 4.1): both modalities attend to each other, and the means of what
/// they find say whether they belong together. It works on tokens that are given, so its loss has no way to what made them.
/// </summary>
/// <remarks>
/// Weights have the names of the released code. That merges the heads without bringing the tokens back to the front, which scrambles the
/// channels; here heads are merged as attention does.
/// </remarks>
internal sealed class MatchingModule : nn.Module
{
    private readonly int _heads;
    private readonly LayerNorm _normAudio;
    private readonly LayerNorm _normVideo;
    private readonly Linear _audioQuery;
    private readonly Linear _audioKey;
    private readonly Linear _audioValue;
    private readonly Linear _videoQuery;
    private readonly Linear _videoKey;
    private readonly Linear _videoValue;
    private readonly Linear _pool;
    private readonly Linear _score;

    /// <summary>Draws the weights from libtorch's generator.</summary>
    /// <param name="width">Channels of a token, divisible by the heads.</param>
    /// <param name="heads">Heads.</param>
    public MatchingModule(int width, int heads)
        : base("avmatching_module")
    {
        _heads = heads;
        _normVideo = Add("norm_v", nn.LayerNorm(width));
        _normAudio = Add("norm_a", nn.LayerNorm(width));
        Linear Projection(string name) => Add(name, Drawn(width, width, bias: false));
        (_videoQuery, _videoKey, _videoValue) = (Projection("to_v_q"), Projection("to_v_k"), Projection("to_v_v"));
        (_audioQuery, _audioKey, _audioValue) = (Projection("to_a_q"), Projection("to_a_k"), Projection("to_a_v"));
        var score = Add("matching_score", new Part("matching_score"));
        var pooler = score.Add("pooler", new Part("pooler"));
        _pool = pooler.Add("dense", Drawn(2 * width, 2 * width, bias: true));
        _score = score.Add("fc", Drawn(2 * width, 1, bias: true));
    }

    /// <summary>
    /// The heads taken where a job names none: the most of 12, 8, 4, 2 and 1 that divide the width into 16 channels or more.
    /// </summary>
    /// <param name="width">Channels of a token.</param>
    public static int HeadsFor(int width) => ((int[])[12, 8, 4, 2]).FirstOrDefault(heads => width % heads == 0 && width / heads >= 16, 1);

    /// <summary>Queries and keys of tokens.</summary>
    /// <param name="tokens">Joint tokens of the rows.</param>
    public PairQueries Queries(PairTokens tokens) => Queries(_normAudio.call(tokens.Audio), _normVideo.call(tokens.Video));

    /// <summary>Says how well sound and pictures of each row match.</summary>
    /// <param name="tokens">Joint tokens of the rows.</param>
    /// <returns>A logit for each row, (rows).</returns>
    public Tensor Match(PairTokens tokens)
    {
        var (audio, video) = (_normAudio.call(tokens.Audio), _normVideo.call(tokens.Video));
        var queries = Queries(audio, video);
        var heard = Mean(queries.AudioToVideo.softmax(-1), Heads(_videoValue.call(video)));
        var seen = Mean(queries.VideoToAudio.softmax(-1), Heads(_audioValue.call(audio)));
        return _score.call(_pool.call(cat([seen, heard], 1)).tanh()).squeeze(1);
    }

    protected override void RegisterComponents()
    {
    }

    private static Linear Drawn(int inputs, int outputs, bool bias)
    {
        var linear = nn.Linear(inputs, outputs, hasBias: bias);
        nn.init.normal_(linear.weight!, std: 0.02);
        if (bias) nn.init.zeros_(linear.bias!);
        return linear;
    }

    // What each query finds, the heads side by side, and the mean over queries: (rows, width).
    private static Tensor Mean(Tensor attention, Tensor values) => attention.matmul(values).mean([2L]).flatten(1);

    private PairQueries Queries(Tensor audio, Tensor video) => new(
        Heads(_audioQuery.call(audio)), Heads(_audioKey.call(audio)), Heads(_videoQuery.call(video)), Heads(_videoKey.call(video)));

    private Tensor Heads(Tensor tokens)
    {
        var shape = tokens.shape;
        return tokens.reshape(shape[0], shape[1], _heads, shape[2] / _heads).transpose(1, 2);
    }

    private T Add<T>(string name, T module)
        where T : nn.Module
    {
        register_module(name, module);
        return module;
    }

    private sealed class Part(string name) : nn.Module(name)
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
}
