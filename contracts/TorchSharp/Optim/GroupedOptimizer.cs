using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimizer whose rule works on each group by itself, many parameters at once.</summary>
/// <typeparam name="TOptions">Options of a group.</typeparam>
public abstract class GroupedOptimizer<TOptions> : OptimizerHelper
    where TOptions : OptimizerOptions, new()
{
    private protected GroupedOptimizer(IEnumerable<ParamGroup<TOptions>> groups, TOptions defaults, params string[] stateNames)
        : base(defaults, stateNames)
    {
        foreach (var group in groups)
        {
            Take(group);
        }
    }

    /// <inheritdoc/>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var recording = enable_grad();
            loss = closure();
        }

        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in Groups)
        {
            foreach (var batch in UpdateBatch.Of(this, group))
            {
                Update((TOptions)group.Options, batch);
                batch.Forget();
            }
        }

        return loss!;
    }

    /// <summary>Changes the parameters of a batch; intermediates are freed by the scope around.</summary>
    private protected abstract void Update(TOptions options, UpdateBatch batch);
}
