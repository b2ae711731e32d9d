namespace PluginHost.Learning;

/// <summary>One term of a loss.</summary>
/// <param name="Name">Its name in logs.</param>
/// <param name="Weight">Its weight in the total.</param>
/// <param name="Value">Its unweighted value, a scalar.</param>
public sealed record LossTerm(string Name, double Weight, Tensor Value);

/// <summary>The loss of one step while it is put together: the base loss first, then what strategies add.</summary>
public sealed class LossContext
{
    private readonly List<LossTerm> _terms = [];
    private readonly Tensor? _rowLoss;

    /// <summary>Creates the context with the base loss in it.</summary>
    /// <param name="learning">The learning under way.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="student">The student's output, covering all rows.</param>
    /// <param name="rowLoss">The task's loss of each row, (rows); <see langword="null"/> where the phase has a base loss of its own.</param>
    public LossContext(ILearningContext learning, StepInfo step, Batch batch, ModelOutput student, Tensor? rowLoss)
    {
        _rowLoss = rowLoss;
        Learning = learning;
        Step = step;
        Batch = batch;
        Student = student;
        if (rowLoss is not null) _terms.Add(new("base", 1, rowLoss.mean()));
    }

    /// <summary>The learning under way.</summary>
    public ILearningContext Learning { get; }

    /// <summary>Where training stands.</summary>
    public StepInfo Step { get; }

    /// <summary>The batch.</summary>
    public Batch Batch { get; }

    /// <summary>The student's output, covering all rows.</summary>
    public ModelOutput Student { get; }

    /// <summary>The task's loss of each row, (rows), differentiable.</summary>
    /// <exception cref="InvalidOperationException">The phase has a base loss of its own.</exception>
    public Tensor RowLoss => _rowLoss ?? throw new InvalidOperationException($"The phase '{Step.Phase.Name}' has a base loss of its own.");

    /// <summary>The terms so far.</summary>
    public IReadOnlyList<LossTerm> Terms => _terms;

    /// <summary>Adds a term. A weight of 0 still shows the term in the log.</summary>
    /// <param name="name">Its name in logs.</param>
    /// <param name="weight">Its weight in the total.</param>
    /// <param name="value">A differentiable scalar.</param>
    public void Add(string name, double weight, Tensor value) => _terms.Add(new(name, weight, value));

    /// <summary>Sets the base loss or its weight, for phases with a loss of their own and strategies that balance it against their terms.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="value">A differentiable scalar, or <see langword="null"/> to keep the mean of <see cref="RowLoss"/>.</param>
    public void SetBase(double weight, Tensor? value = null)
    {
        var term = new LossTerm("base", weight, value ?? RowLoss.mean());
        if (_terms.Count > 0 && _terms[0].Name == "base") _terms[0] = term;
        else _terms.Insert(0, term);
    }
}
