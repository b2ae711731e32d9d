namespace PluginHost.Plugins.AvMoe;

/// <summary>What a head is given.</summary>
/// <param name="Visual">Mean tokens of the pictures, (R, S, width).</param>
/// <param name="Sound">Mean tokens of the sound, (R, S, width).</param>
/// <param name="Maps">Tokens of the pictures at the end of each stage, (R S, tokens, width).</param>
/// <param name="Words">Words of the questions, int64 (R, length); <see langword="null"/> if nothing is asked.</param>
internal sealed record HeadInput(Tensor Visual, Tensor Sound, IReadOnlyList<Tensor> Maps, Tensor? Words);

/// <summary>What is learned on top of both encoders for a task.</summary>
/// <param name="name">The module's name.</param>
internal abstract class EventHead(string name) : nn.Module(name)
{
    /// <summary>The number of classes.</summary>
    public abstract int Classes { get; }

    /// <summary>Adds classes.</summary>
    public abstract void Grow(int classes, long seed);

    /// <summary>Answers: the outputs that the task reads.</summary>
    public abstract Dictionary<string, Tensor> Answer(HeadInput input);

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}

/// <summary>A head with a linear classifier over features of a clip.</summary>
/// <param name="name">The module's name.</param>
/// <param name="width">The number of features.</param>
internal abstract class ClassHead(string name, int width) : EventHead(name)
{
    private readonly List<LinearHead> _rows = [];

    /// <summary>The number of features.</summary>
    public int Width { get; } = width;

    /// <summary>The classifier of clips.</summary>
    public LinearHead Classifier => _rows[0];

    /// <inheritdoc/>
    public override int Classes => Classifier.Classes;

    /// <inheritdoc/>
    public override void Grow(int classes, long seed)
    {
        for (var i = 0; i < _rows.Count; i++)
            if (classes > _rows[i].Classes) _rows[i].Grow(classes - _rows[i].Classes, seed + i);
    }

    /// <summary>Adds a classifier that grows with the classes; the first one is that of clips.</summary>
    protected LinearHead Rows(string rows, int classes, long seed)
    {
        var head = new LinearHead(Width, classes, seed + _rows.Count);
        _rows.Add(head);
        register_module(rows, head);
        return head;
    }

    /// <summary>Scores of every segment, (R, S, classes), for rows (R, S, width).</summary>
    protected static Tensor OfSegments(LinearHead head, Tensor segments) =>
        head.call(segments.flatten(0, 1)).view(segments.size(0), segments.size(1), head.Classes);

    /// <summary>Makes a module a part of the head.</summary>
    protected T Part<T>(string part, T module)
        where T : nn.Module
    {
        register_module(part, module);
        return module;
    }
}
