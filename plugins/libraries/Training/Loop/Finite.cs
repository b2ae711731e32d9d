namespace PluginHost.Training;

/// <summary>Looks for values that are not finite, and for who made them.</summary>
public static class Finite
{
    private const int Shown = 3;

    /// <summary>The first tensor with a value that is not finite.</summary>
    /// <param name="tensors">Tensors by name.</param>
    /// <returns>Its name; <see langword="null"/> if all values are finite.</returns>
    public static string? FirstNot(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.Where(pair => !Is(pair.Value)).Select(pair => pair.Key).FirstOrDefault();

    /// <summary>Whether all values of a tensor are finite.</summary>
    /// <param name="tensor">The tensor; other types than floating-point ones are.</param>
    /// <returns>Whether they are.</returns>
    public static bool Is(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return !tensor.is_floating_point() || tensor.isfinite().all().ToBoolean();
    }

    /// <summary>Says why a loss is not finite: the earliest place on the way from the samples to the terms.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="hooks">What strategies gave in the step.</param>
    /// <param name="loss">The loss with its terms.</param>
    /// <param name="total">Its value.</param>
    /// <param name="remake">Makes the step's batch once more, as it was before strategies saw it.</param>
    /// <returns>A sentence without its full stop.</returns>
    public static string WhyNot(LearningContext context, StrategyHooks hooks, LossContext loss, double total, Func<Batch> remake)
    {
        var start = $"The loss is {total}: ";
        if (FirstNot(context.Model.Module.state_dict()) is { } parameter)
            return $"{start}the model's '{parameter}' is not finite since the step before";
        if (FirstNot(loss.Batch.Tensors) is { } key) return start + OfBatch(context, hooks, key, remake);
        foreach (var (component, member, output) in hooks.Outputs)
        {
            if (FirstNot(output.Tensors) is { } name)
                return $"{start}'{name}' that {ComponentName.Of(component)} gave in {member} is not finite";
        }

        var terms = loss.Terms.Select(term => (Term: term, Value: term.Value.ToDouble())).Where(each => !double.IsFinite(each.Value)).ToArray();
        return start + (terms.Length == 0
            ? "its terms are finite, their weighted sum is not"
            : string.Join(", ", terms.Select(each => $"the term '{each.Term.Name}' of {Source(context, hooks, loss, each.Term)} is {each.Value}")));
    }

    /// <summary>Says which gradients are not finite.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="moment">After what.</param>
    /// <returns>A sentence without its full stop.</returns>
    public static string OfGradients(LearningContext context, string moment)
    {
        var own = context.Model.Module.named_parameters().Select(pair => (pair.name, pair.parameter));
        var added = context.Models.Added.SelectMany(group => group.Parameters.Select(parameter => (name: group.Name, parameter)));
        var names = own.Concat(added).Where(pair => pair.parameter.grad is { } gradient && !Is(gradient)).Select(pair => $"'{pair.name}'").ToArray();
        var more = names.Length > Shown ? $" and {names.Length - Shown} more" : "";
        return $"The gradient of {string.Join(", ", names.Take(Shown))}{more} is not finite {moment}";
    }

    private static string OfBatch(LearningContext context, StrategyHooks hooks, string key, Func<Batch> remake)
    {
        using (var again = remake())
        {
            if (FirstNot(again.Tensors) is null)
            {
                var changers = context.Strategies.Where((_, i) => hooks.Has(i, nameof(IStrategy.BeforeBatch))).Select(ComponentName.Of);
                return $"'{key}' of the batch is not finite since {nameof(IStrategy.BeforeBatch)} of {string.Join(" or ", changers)}";
            }
        }

        // Samples are finite: they came through the gate.
        return $"'{key}' that {ComponentName.Of(context.Task)} made in {nameof(ITask.Collate)} is not finite";
    }

    private static string Source(LearningContext context, StrategyHooks hooks, LossContext loss, LossTerm term)
    {
        if (hooks.Terms.TryGetValue(term, out var strategy)) return $"{ComponentName.Of(strategy)} ({nameof(IStrategy.AddLosses)})";
        if (term.Name == "base" && loss.Step.Phase.BaseLoss is not null) return $"the phase's own loss ({nameof(Phase.BaseLoss)})";
        return ReferenceEquals(term, loss.Terms[0]) || context.Model is not IModelLoss || context.Task is IComposedLoss
            ? $"{ComponentName.Of(context.Task)} ({(context.Task is IComposedLoss ? nameof(IComposedLoss.RowLosses) : nameof(ITask.RowLoss))})"
            : $"{ComponentName.Of(context.Model)} ({nameof(IModelLoss.LossTerms)})";
    }
}
