namespace PluginHost.Plugins.ContavSep;

/// <summary>The model of the experience before, frozen.</summary>
internal sealed class Teacher(IModel model, TeacherMode mode) : IDisposable
{
    /// <summary>The model.</summary>
    public IModel Model { get; } = model;

    /// <summary>Predicts for some rows of a batch without gradient.</summary>
    public ModelOutput Predict(Batch batch, IReadOnlyList<int> rows, bool embeddings)
    {
        using var noGrad = no_grad();
        Model.Module.train(mode == TeacherMode.Train);
        return Model.Forward(batch, new() { Rows = rows, Embeddings = embeddings });
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
