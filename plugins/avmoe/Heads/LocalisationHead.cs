namespace PluginHost.Plugins.AvMoe;

/// <summary>
/// Localises the event of a clip (AVE): h_t = ReLU(W [seen; heard]), relevance of each segment, class scores of the clip over max_t h_t, and
/// class scores of each segment, whose largest train the classes once more.
/// </summary>
internal sealed class LocalisationHead : ClassHead
{
    private readonly Linear _fuse;
    private readonly Linear _relevance;
    private readonly LinearHead _segments;

    public LocalisationHead(int seen, int heard, int hidden, int classes, long seed)
        : base("localisation", hidden)
    {
        using (new SeededInitialisation(seed))
        {
            _fuse = Part("fuse", nn.Linear(seen + heard, hidden));
            _relevance = Part("relevance", nn.Linear(hidden, 1));
        }

        Rows("event", classes, seed);
        _segments = Rows("segments", classes, seed);
    }

    public override Dictionary<string, Tensor> Answer(HeadInput input)
    {
        var hidden = nn.functional.relu(_fuse.call(cat([input.Visual, input.Sound], 2)));
        var features = hidden.amax([1]);
        return new(StringComparer.Ordinal)
        {
            [OutputKeys.Logits] = Classifier.call(features),
            [OutputKeys.Features] = features,
            [EventKeys.Relevance] = _relevance.call(hidden).squeeze(-1),
            [EventKeys.SegmentScores] = OfSegments(_segments, hidden),
        };
    }
}

/// <summary>
/// Parses a clip by modality (LLP): class probabilities of each segment and modality, pooled over segments and over modalities by attention
/// (multimodal multiple instance learning, Tian et al., ECCV 2020, equations 7 to 9).
/// </summary>
/// <remarks>
/// The classifier of clips is that of segments over the mean of a clip's hidden segments, which is the mean of their scores.
/// </remarks>
internal sealed class ParsingHead : ClassHead
{
    private readonly Linear _seen;
    private readonly Linear _heard;
    private readonly LinearHead _time;
    private readonly LinearHead _modality;

    public ParsingHead(int seen, int heard, int hidden, int classes, long seed)
        : base("parsing", hidden)
    {
        using (new SeededInitialisation(seed))
        {
            _seen = Part("seen", nn.Linear(seen, hidden));
            _heard = Part("heard", nn.Linear(heard, hidden));
        }

        Rows("segments", classes, seed);
        _time = Rows("time", classes, seed);
        _modality = Rows("modality", classes, seed);
    }

    public override Dictionary<string, Tensor> Answer(HeadInput input)
    {
        // (R, S, 2, hidden): what is heard, what is seen.
        var hidden = nn.functional.relu(stack([_heard.call(input.Sound), _seen.call(input.Visual)], 2));
        var (rows, segments) = (hidden.size(0), hidden.size(1));
        Tensor Of(LinearHead head) => OfSegments(head, hidden.flatten(1, 2)).view(rows, segments, 2, head.Classes);
        var scores = Of(Classifier);
        var weighted = Of(_time).softmax(1) * scores.sigmoid();
        var modality = Of(_modality).softmax(2);
        var features = hidden.mean([1, 2]);
        var byModality = weighted.sum(1);
        return new(StringComparer.Ordinal)
        {
            [OutputKeys.Logits] = Classifier.call(features),
            [OutputKeys.Features] = features,
            [EventKeys.AudioScores] = scores.select(2, 0),
            [EventKeys.VisualScores] = scores.select(2, 1),
            [EventKeys.ClipProbabilities] = (modality * weighted).sum([1, 2]),
            [EventKeys.AudioProbabilities] = byModality.select(1, 0),
            [EventKeys.VisualProbabilities] = byModality.select(1, 1),
        };
    }
}

/// <summary>
/// Answers a question about a clip (AVQA): an LSTM reads the words, the question attends to the segments of each modality, and what it finds is
/// weighed by the question again.
/// </summary>
internal sealed class AnswerHead : ClassHead
{
    private readonly Embedding _words;
    private readonly LSTM _reader;
    private readonly Linear _seen;
    private readonly Linear _heard;
    private readonly Linear _fuse;

    public AnswerHead(int seen, int heard, int hidden, int classes, long seed)
        : base("answers", hidden)
    {
        using (new SeededInitialisation(seed))
        {
            _words = Part("words", nn.Embedding(EventKeys.Vocabulary, hidden, padding_idx: 0));
            _reader = Part("reader", nn.LSTM(hidden, hidden, batchFirst: true));
            _seen = Part("seen", nn.Linear(seen, hidden));
            _heard = Part("heard", nn.Linear(heard, hidden));
            _fuse = Part("fuse", nn.Linear(2 * hidden, hidden));
        }

        Rows("answer", classes, seed);
    }

    public override Dictionary<string, Tensor> Answer(HeadInput input)
    {
        var (read, _, _) = _reader.call(_words.call(input.Words!));
        var question = read.select(1, read.size(1) - 1);
        var found = cat([Attended(_seen.call(input.Visual), question), Attended(_heard.call(input.Sound), question)], 1);
        var features = _fuse.call(found).tanh() * question;
        return new(StringComparer.Ordinal) { [OutputKeys.Logits] = Classifier.call(features), [OutputKeys.Features] = features };
    }

    // sum_t softmax_t(q x_t / sqrt d) x_t
    private Tensor Attended(Tensor segments, Tensor question)
    {
        var weights = (segments.matmul(question.unsqueeze(2)) / Math.Sqrt(Width)).softmax(1);
        return (weights * segments).sum(1);
    }
}
