using System.Runtime.CompilerServices;

namespace PluginHost.Training;

/// <summary>
/// Calls the hooks of all strategies in their order, each inside a dispose scope of its own, and looks afterwards whether the
/// model is whole.
/// A hook that a strategy leaves at its default costs nothing.
/// </summary>
public sealed class StrategyHooks
{
    private readonly LearningContext _context;
    private readonly ModelWatch _watch;
    private readonly Dictionary<string, int[]> _implementers;
    private readonly List<(object Component, string Member, ModelOutput Output)> _outputs = [];
    private readonly Dictionary<LossTerm, IStrategy> _terms = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds out which strategy has which hook.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="watch">Looks after the model.</param>
    public StrategyHooks(LearningContext context, ModelWatch watch)
    {
        _context = context;
        _watch = watch;
        _implementers = typeof(IStrategy).GetMethods().ToDictionary(
            hook => hook.Name,
            hook => Enumerable.Range(0, context.Strategies.Count).Where(i => Implements(context.Strategies[i], hook.Name)).ToArray(),
            StringComparer.Ordinal);
    }

    /// <summary>Finds pairs of strategies that both take over the same decision.</summary>
    /// <param name="strategies">The strategies of a job.</param>
    /// <returns>The decision and those that want it, for each that more than one wants.</returns>
    public static IEnumerable<(string Decision, IReadOnlyList<IStrategy> Strategies)> Clashes(IReadOnlyList<IStrategy> strategies)
    {
        (string Decision, Func<IStrategy, bool> Takes)[] decisions =
        [
            ("arranges the stream", strategy => strategy is IStreamPlan),
            ("plans the phases", strategy => strategy is IPhasePlan),
            ("grows the model", strategy => strategy is IModelGrowth),
            ("makes the predictions", strategy => strategy is IPredictionRule),
            ("fills the memory", strategy => strategy.FillsMemory),
        ];
        return decisions
            .Select(each => (each.Decision, (IReadOnlyList<IStrategy>)[.. strategies.Where(each.Takes)]))
            .Where(each => each.Item2.Count > 1);
    }

    /// <summary>The outputs of the latest step by who gave them: the model's, then those that strategies put in its place.</summary>
    public IReadOnlyList<(object Component, string Member, ModelOutput Output)> Outputs => _outputs;

    /// <summary>The terms that strategies gave to the latest loss.</summary>
    public IReadOnlyDictionary<LossTerm, IStrategy> Terms => _terms;

    /// <summary>The strategy whose hook left gradients or parameters that are not finite, and the hook.</summary>
    public (IStrategy Strategy, string Hook)? Culprit { get; set; }

    public void BeforeStream() => Call(strategy => strategy.BeforeStream(_context));

    public void AfterStream() => Call(strategy => strategy.AfterStream(_context));

    public void BeforeGrowth() => CallAtBoundary(strategy => strategy.BeforeGrowth(_context));

    public void BeforeExperience() => CallAtBoundary(strategy => strategy.BeforeExperience(_context));

    public void AfterExperience() => CallAtBoundary(strategy => strategy.AfterExperience(_context));

    public void BeforeEvaluation() => CallAtBoundary(strategy => strategy.BeforeEvaluation(_context));

    public void AfterEvaluation() => CallAtBoundary(strategy => strategy.AfterEvaluation(_context));

    public void BeforePhase(Phase phase) => Call(strategy => strategy.BeforePhase(_context, phase));

    public void AfterPhase(Phase phase) => Call(strategy => strategy.AfterPhase(_context, phase));

    public void BeforeEpoch(StepInfo step) => Call(strategy => strategy.BeforeEpoch(_context, step));

    public void AfterEpoch(StepInfo step) => Call(strategy => strategy.AfterEpoch(_context, step));

    /// <summary>Lets strategies edit the gradients, until one leaves some that are not finite.</summary>
    /// <param name="step">Where training stands.</param>
    /// <param name="isFinite">Whether the gradients are finite.</param>
    public void AfterBackward(StepInfo step, Func<bool> isFinite) =>
        CallInStep(strategy => strategy.AfterBackward(_context, step), nameof(IStrategy.AfterBackward), isFinite);

    /// <summary>Tells strategies of a step, until one leaves parameters that are not finite.</summary>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="output">The output.</param>
    /// <param name="isFinite">Whether the parameters are finite.</param>
    public void AfterStep(StepInfo step, Batch batch, ModelOutput output, Func<bool> isFinite) =>
        CallInStep(strategy => strategy.AfterStep(_context, step, batch, output), nameof(IStrategy.AfterStep), isFinite);

    /// <summary>Whether a strategy has a hook.</summary>
    /// <param name="hook">The hook.</param>
    /// <returns>Whether one has.</returns>
    public bool Any(string hook) => _implementers[hook].Length > 0;

    /// <summary>Whether a certain strategy has a hook.</summary>
    /// <param name="index">The strategy's place in the job.</param>
    /// <param name="hook">The hook.</param>
    /// <returns>Whether it has.</returns>
    public bool Has(int index, string hook) => _implementers[hook].Contains(index);

    /// <summary>Grows the model to the labels seen, by a strategy's own way if one has it.</summary>
    /// <param name="seed">Seed for what is new.</param>
    /// <remarks>Outside any dispose scope: what the model registers must outlive it.</remarks>
    public void Grow(long seed)
    {
        if (Find<IModelGrowth>() is { } growth) As(growth, nameof(IModelGrowth.Grow), () => growth.Grow(_context, seed));
        else _context.Calls.Do(_context.Model, nameof(IModel.Grow), () => _context.Model.Grow(_context.SeenLabels, seed));
    }

    /// <summary>What the student's forward pass is to compute.</summary>
    /// <returns>The union of all requests.</returns>
    public ForwardRequest Request()
    {
        var request = ForwardRequest.Predictions;
        foreach (var index in _implementers[nameof(IStrategy.Request)])
            request = request.Union(As(index, nameof(IStrategy.Request), () => _context.Strategies[index].Request(_context)));
        return request;
    }

    /// <summary>Lets strategies change the batch; a replaced one is disposed.</summary>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    /// <returns>The batch to go on with.</returns>
    public Batch BeforeBatch(StepInfo step, Batch batch)
    {
        foreach (var index in _implementers[nameof(IStrategy.BeforeBatch)])
        {
            using var scope = NewDisposeScope();
            var before = batch;
            batch = As(index, nameof(IStrategy.BeforeBatch), () => _context.Strategies[index].BeforeBatch(_context, step, before));
            if (!ReferenceEquals(batch, before)) before.Dispose();
            _watch.Glance("the strategy's BeforeBatch");
        }

        return batch;
    }

    /// <summary>Lets strategies change the output of the forward pass.</summary>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="output">The output.</param>
    /// <returns>The output to go on with, in the caller's dispose scope.</returns>
    public ModelOutput AfterForward(StepInfo step, Batch batch, ModelOutput output)
    {
        _outputs.Clear();
        _outputs.Add((_context.Model, nameof(IModel.Forward), output));
        foreach (var index in _implementers[nameof(IStrategy.AfterForward)])
        {
            var before = output;
            output = As(index, nameof(IStrategy.AfterForward), () => _context.Strategies[index].AfterForward(_context, step, batch, before));
            _outputs.Add((_context.Strategies[index], nameof(IStrategy.AfterForward), output));
        }

        return output;
    }

    /// <summary>Lets strategies add to the loss.</summary>
    /// <param name="loss">The loss so far.</param>
    public void AddLosses(LossContext loss)
    {
        _terms.Clear();
        foreach (var index in _implementers[nameof(IStrategy.AddLosses)])
        {
            var before = loss.Terms.ToArray();
            As(index, nameof(IStrategy.AddLosses), () => _context.Strategies[index].AddLosses(loss));
            foreach (var term in loss.Terms.Except(before, ReferenceEqualityComparer.Instance).Cast<LossTerm>())
                _terms[term] = _context.Strategies[index];
        }
    }

    /// <summary>Lets strategies choose the training list.</summary>
    /// <param name="proposed">The list so far.</param>
    /// <returns>The list to use.</returns>
    public IReadOnlyList<TrainingEntry> ChooseEntries(IReadOnlyList<TrainingEntry> proposed)
    {
        if (!_context.Boundaries) return proposed;
        foreach (var index in _implementers[nameof(IStrategy.ChooseEntries)])
        {
            using var scope = NewDisposeScope();
            var before = proposed;
            proposed = As(index, nameof(IStrategy.ChooseEntries), () => _context.Strategies[index].ChooseEntries(_context, before));
        }

        return proposed;
    }

    /// <summary>Lets a strategy plan phases.</summary>
    /// <param name="main">The phase that the engine would run alone.</param>
    /// <returns>The phases to run.</returns>
    public IReadOnlyList<Phase> Plan(Phase main)
    {
        if (Find<IPhasePlan>() is not { } plan) return [main];
        using var scope = NewDisposeScope();
        return As(plan, nameof(IPhasePlan.Plan), () => plan.Plan(_context, main));
    }

    /// <summary>Computes a phase's own base loss, as the strategy that planned it: its kept models are at hand.</summary>
    /// <param name="loss">The step, in a phase with a base loss.</param>
    /// <returns>The loss.</returns>
    public Tensor BaseLoss(LossContext loss) =>
        As(Find<IPhasePlan>() is { } plan ? IndexOf(plan) : -1, nameof(Phase.BaseLoss), () => loss.Step.Phase.BaseLoss!(loss));

    /// <summary>Predicts by a strategy's rule, or by the model.</summary>
    /// <param name="batch">The batch on the device.</param>
    /// <returns>An output that covers all rows.</returns>
    public ModelOutput Predict(Batch batch) => Find<IPredictionRule>() is { } rule
        ? As(rule, nameof(IPredictionRule.Predict), () => rule.Predict(_context, batch))
        : _context.Forward(_context.Model, batch, ForwardRequest.Predictions);

    private static bool Implements(IStrategy strategy, string hook)
    {
        var map = strategy.GetType().GetInterfaceMap(typeof(IStrategy));
        for (var i = 0; i < map.InterfaceMethods.Length; i++)
        {
            if (map.InterfaceMethods[i].Name == hook) return map.TargetMethods[i].DeclaringType != typeof(IStrategy);
        }

        return false;
    }

    private TDecision? Find<TDecision>()
        where TDecision : class => _context.Strategies.OfType<TDecision>().FirstOrDefault();

    private void CallAtBoundary(Action<IStrategy> call, [CallerMemberName] string hook = "")
    {
        if (_context.Boundaries) Call(call, hook);
    }

    private void Call(Action<IStrategy> call, [CallerMemberName] string hook = "")
    {
        foreach (var index in _implementers[hook])
        {
            using (NewDisposeScope()) As(index, hook, () => call(_context.Strategies[index]));
            _watch.Inspect($"the strategy's {hook}");
            _watch.CheckFinite($"after {hook} of {ComponentName.Of(_context.Strategies[index])}");
        }
    }

    private void CallInStep(Action<IStrategy> call, string hook, Func<bool>? isFinite = null)
    {
        foreach (var index in _implementers[hook])
        {
            var strategy = _context.Strategies[index];
            using (NewDisposeScope()) As(index, hook, () => call(strategy));
            _watch.Glance($"the strategy's {hook}");
            if (isFinite is null || isFinite()) continue;
            Culprit = (strategy, hook);
            return;
        }
    }

    private void As(object strategy, string hook, Action work) => As(IndexOf(strategy), hook, work);

    private T As<T>(object strategy, string hook, Func<T> work) => As(IndexOf(strategy), hook, work);

    private int IndexOf(object strategy)
    {
        for (var i = 0; i < _context.Strategies.Count; i++)
        {
            if (ReferenceEquals(_context.Strategies[i], strategy)) return i;
        }

        return -1;
    }

    private void As(int owner, string hook, Action work)
    {
        var before = _context.Owner;
        _context.Owner = owner;
        try
        {
            if (owner < 0) work();
            else _context.Calls.Do(_context.Strategies[owner], hook, work);
        }
        finally
        {
            _context.Owner = before;
        }
    }

    private T As<T>(int owner, string hook, Func<T> work)
    {
        T? result = default;
        As(owner, hook, () => { result = work(); });
        return result!;
    }
}
