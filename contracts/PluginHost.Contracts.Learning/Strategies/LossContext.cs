namespace PluginHost.Contracts.Learning;

/// <summary>The loss of one step while it is put together: the base loss first, then what strategies add.</summary>
public sealed class LossContext
{
    private readonly List<LossTerm> _terms = [];

    /// <summary>Creates the context with the base loss in it.</summary>
    /// <param name="learning">The learning under way.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="student">The student's output, covering all rows.</param>
    /// <param name="rowLoss">The base loss of each row, (rows).</param>
    public LossContext(ILearningContext learning, StepInfo step, Batch batch, ModelOutput student, Tensor rowLoss)
    {
        Learning = learning;
        Step = step;
        Batch = batch;
        Student = student;
        RowLoss = rowLoss;
        _terms.Add(new("base", 1, rowLoss.mean()));
    }

    /// <summary>The learning under way.</summary>
    public ILearningContext Learning { get; }

    /// <summary>Where training stands.</summary>
    public StepInfo Step { get; }

    /// <summary>The batch.</summary>
    public Batch Batch { get; }

    /// <summary>The student's output, covering all rows.</summary>
    public ModelOutput Student { get; }

    /// <summary>The base loss of each row, (rows), differentiable.</summary>
    public Tensor RowLoss { get; }

    /// <summary>The terms so far.</summary>
    public IReadOnlyList<LossTerm> Terms => _terms;

    /// <summary>Adds a term. A weight of 0 still shows the term in the log.</summary>
    /// <param name="name">Its name in logs.</param>
    /// <param name="weight">Its weight in the total.</param>
    /// <param name="value">A differentiable scalar.</param>
    public void Add(string name, double weight, Tensor value) => _terms.Add(new(name, weight, value));

    /// <summary>Replaces the base loss or its weight, for strategies that balance it against their own terms.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="value">A differentiable scalar, or <see langword="null"/> to keep the mean of <see cref="RowLoss"/>.</param>
    public void SetBase(double weight, Tensor? value = null) => _terms[0] = new("base", weight, value ?? _terms[0].Value);
}
