namespace PluginHost.Consolidation;

/// <summary>
/// The projector of orthogonal weights modification (Zeng et al., Nature Machine Intelligence 2019): P = (I + A^T A / alpha)^-1 for the inputs A,
/// one a row, that a layer was given. A change of weights that is multiplied by P hardly changes what the layer answers to them.
/// </summary>
/// <remarks>Kept in float64: the update takes ever smaller differences.</remarks>
public sealed class InputProjector : IDisposable
{
    private InputProjector(Tensor matrix) => Matrix = matrix.DetachFromDisposeScope();

    /// <summary>The matrix P, float64 (inputs, inputs), symmetric.</summary>
    public Tensor Matrix { get; }

    /// <summary>The number of inputs.</summary>
    public long Inputs => Matrix.shape[0];

    /// <summary>Begins with the identity: nothing was seen, every change is free.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="device">Where to keep it.</param>
    /// <returns>The projector, owned by the caller; it outlives the dispose scope of a hook.</returns>
    public static InputProjector Identity(long inputs, Device device) => new(eye(inputs, dtype: ScalarType.Float64, device: device));

    /// <summary>Restores a saved matrix.</summary>
    /// <param name="matrix">The matrix; copied.</param>
    /// <param name="device">Where to keep the copy.</param>
    /// <returns>The projector, owned by the caller.</returns>
    /// <exception cref="InvalidDataException">It is not a square matrix of float64.</exception>
    public static InputProjector Load(Tensor matrix, Device device) =>
        matrix.dim() == 2 && matrix.shape[0] == matrix.shape[1] && matrix.dtype == ScalarType.Float64
            ? new(matrix.to(device, copy: true))
            : throw new InvalidDataException($"A projector is a square matrix of float64, not {matrix.dtype} ({string.Join(", ", matrix.shape)}).");

    /// <summary>
    /// Takes inputs in. For one input r it is k = P r^T, P = P - k k^T / (alpha + r k); several at once give what they give one after the other
    /// (Woodbury).
    /// </summary>
    /// <param name="rows">The inputs, (rows, inputs), of any type.</param>
    /// <param name="alpha">How much of P is left in the direction of an input, above 0: the smaller, the less.</param>
    /// <exception cref="ArgumentException">The inputs have another size.</exception>
    public void Take(Tensor rows, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        if (rows.dim() != 2 || rows.shape[1] != Inputs)
            throw new ArgumentException($"Inputs of shape ({string.Join(", ", rows.shape)}) are not rows of {Inputs}.", nameof(rows));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var inputs = rows.to(ScalarType.Float64);
        var gains = inputs.matmul(Matrix);
        var system = gains.matmul(inputs.t()) + (eye(rows.shape[0], dtype: ScalarType.Float64, device: rows.device) * alpha);
        var change = gains.t().matmul(cholesky_solve(gains, linalg.cholesky(system)));
        Matrix.sub_((change + change.t()) / 2);
    }

    /// <summary>Projects a gradient.</summary>
    /// <param name="gradient">The gradient of a layer, (outputs, inputs).</param>
    /// <returns>The gradient times P, of the same type, in the current dispose scope.</returns>
    /// <exception cref="ArgumentException">The gradient is of a layer with another number of inputs.</exception>
    public Tensor Project(Tensor gradient)
    {
        if (gradient.dim() != 2 || gradient.shape[1] != Inputs)
            throw new ArgumentException($"A gradient of shape ({string.Join(", ", gradient.shape)}) is not one of {Inputs} inputs.", nameof(gradient));
        using var scope = NewDisposeScope();
        return gradient.to(ScalarType.Float64).matmul(Matrix).to(gradient.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => Matrix.Dispose();
}
