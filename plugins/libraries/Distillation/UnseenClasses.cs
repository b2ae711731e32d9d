using System.Text.Json.Serialization;

namespace PluginHost.Distillation;

/// <summary>What a teacher is asked about rows of classes that it has not learned.</summary>
public enum UnseenClasses
{
    /// <summary>Old scores of a model that predicts class scores, an expanded copy of one that is asked for a class.</summary>
    [JsonStringEnumMemberName("automatic")]
    Automatic,

    /// <summary>All rows as labelled; the teacher is copied after growth and shares the student's untrained rows.</summary>
    [JsonStringEnumMemberName("expanded-copy")]
    ExpandedCopy,

    /// <summary>Every row is asked for each old class in turn, of student and teacher: nearest to the old heads of the original.</summary>
    [JsonStringEnumMemberName("old-queries")]
    OldQueries,

    /// <summary>Rows of old classes only, which memory alone provides in class-incremental streams.</summary>
    [JsonStringEnumMemberName("old-rows")]
    OldRows,

    /// <summary>The scores of old classes in all rows, from the model before growth: the original for a model of class scores.</summary>
    [JsonStringEnumMemberName("old-scores")]
    OldScores,
}

/// <summary>Follows an <see cref="UnseenClasses"/> policy: when the teacher is copied and what it is asked.</summary>
public static class UnseenClassPolicy
{
    /// <summary>Whether the teacher is copied after the model has grown, not before.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="model">The model.</param>
    /// <returns>Whether it is.</returns>
    public static bool CopiesGrownModel(this UnseenClasses policy, IModel model) =>
        policy.Resolve(model) == UnseenClasses.ExpandedCopy;

    /// <summary>What student and teacher are asked about a batch.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="context">The learning context, after the first experience.</param>
    /// <param name="batch">The batch.</param>
    /// <returns>The request; <see langword="null"/> if no row of the batch is to be asked.</returns>
    public static ForwardRequest? Ask(this UnseenClasses policy, ILearningContext context, Batch batch)
    {
        var old = context.FirstNewLabel;
        return policy.Resolve(context.Model) switch
        {
            UnseenClasses.OldRows => context.OldRows(batch) is { Length: > 0 } rows ? new() { Rows = rows } : null,
            UnseenClasses.OldQueries => new()
            {
                Rows = [.. Enumerable.Range(0, batch.Rows * old).Select(i => i / old)],
                Classes = [.. Enumerable.Range(0, batch.Rows * old).Select(i => i % old)],
            },
            _ => ForwardRequest.Predictions,
        };
    }

    /// <summary>
    /// The mean distance between student and teacher over the rows that the policy asks. The student runs once more only where it is asked for
    /// other classes than its rows'.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="loss">The step.</param>
    /// <param name="teacher">The teacher, copied when <see cref="CopiesGrownModel"/> says.</param>
    /// <param name="temperature">Softens class scores before they are compared.</param>
    /// <returns>A differentiable scalar; <see langword="null"/> if no row is to be asked.</returns>
    public static Tensor? Distance(this UnseenClasses policy, LossContext loss, IModel teacher, double temperature = 1)
    {
        if (policy.Ask(loss.Learning, loss.Batch) is not { } request) return null;
        var student = request.Classes is null ? loss.Student : loss.Learning.Model.Forward(loss.Batch, request);
        var taught = teacher.PredictWithoutGradient(loss.Batch, request);
        return loss.Learning.Task.RowDistillation(student, taught, loss.Batch, temperature).mean();
    }

    private static UnseenClasses Resolve(this UnseenClasses policy, IModel model) => policy != UnseenClasses.Automatic
        ? policy
        : model is ILogitPrediction ? UnseenClasses.OldScores : UnseenClasses.ExpandedCopy;
}
