using System.Globalization;
using System.Text.Json.Serialization;

namespace PluginHost.Consolidation;

/// <summary>What becomes of the importance of earlier experiences.</summary>
public enum ImportanceMode
{
    /// <summary>Each experience keeps its own importance and its own values to hold.</summary>
    [JsonStringEnumMemberName("separate")]
    Separate,

    /// <summary>One importance that is added to, around the latest values.</summary>
    [JsonStringEnumMemberName("online")]
    Online,
}

/// <summary>The importances of earlier experiences, kept apart or added up, with their penalty and state.</summary>
/// <param name="mode">What becomes of earlier ones.</param>
/// <param name="decay">Factor on earlier importance when new importance is added to it, in online mode.</param>
public sealed class HeldParameters(ImportanceMode mode, double decay = 1) : IDisposable
{
    private readonly List<ParameterImportance> _held = [];

    /// <summary>How many importances there are.</summary>
    public int Count => _held.Count;

    /// <summary>Their size in bytes.</summary>
    public long Bytes => _held.Sum(importance => importance.Bytes);

    /// <summary>Takes in the importance of an experience.</summary>
    /// <param name="importance">The importance; owned from now on.</param>
    public void Add(ParameterImportance importance)
    {
        if (mode == ImportanceMode.Online && _held.Count > 0)
        {
            importance.Accumulate(_held[0], decay);
            Dispose();
        }

        _held.Add(importance);
    }

    /// <summary>
    /// The importance with which one step of plain gradient descent brings a parameter back to where it is held. A larger one makes steps
    /// overshoot, and from twice that on they grow without end; so it is the most that counts.
    /// </summary>
    /// <param name="context">The learning context, in a phase.</param>
    /// <param name="weight">The factor of <see cref="Penalty"/> in the loss.</param>
    /// <returns>1 / (rate · weight · importances held), with the largest rate of the step; infinite outside phases and at weight 0.</returns>
    public double LargestStable(ILearningContext context, double weight)
    {
        var rate = context.Optimizers.Select(optimizer => optimizer.Rate).DefaultIfEmpty(0).Max();
        return 1 / (rate * weight * Math.Max(1, Count));
    }

    /// <summary>The sum of the penalties for moving what is held.</summary>
    /// <param name="module">The module as it is now, perhaps grown.</param>
    /// <param name="largest">The most that one importance counts: see <see cref="LargestStable"/>.</param>
    /// <returns>A differentiable scalar.</returns>
    /// <exception cref="InvalidOperationException">Nothing is held.</exception>
    public Tensor Penalty(nn.Module module, double largest = double.PositiveInfinity) =>
        _held.Select(importance => importance.Penalty(module, largest)).Aggregate((sum, penalty) => sum + penalty);

    /// <summary>The gradient of <see cref="Penalty"/> with respect to one parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="parameter">The parameter as it is now, perhaps grown.</param>
    /// <param name="largest">The most that one importance counts.</param>
    /// <returns>A tensor of its shape in the current dispose scope; <see langword="null"/> if nothing holds it.</returns>
    public Tensor? PenaltyGradient(string name, Tensor parameter, double largest = double.PositiveInfinity)
    {
        Tensor? sum = null;
        foreach (var importance in _held)
        {
            if (importance.PenaltyGradient(name, parameter, largest) is { } own) sum = sum is null ? own : sum + own;
        }

        return sum;
    }

    /// <summary>Saves all importances.</summary>
    /// <param name="state">Where to.</param>
    public void SaveState(StateBag state)
    {
        state.Json["held"] = _held.Count;
        for (var i = 0; i < _held.Count; i++) _held[i].Save(state.Tensors, Prefix(i));
    }

    /// <summary>Restores what <see cref="SaveState"/> saved.</summary>
    /// <param name="state">The state.</param>
    /// <param name="context">The learning context.</param>
    /// <exception cref="InvalidDataException">The state holds something else.</exception>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Dispose();
        var count = (int?)state.Json["held"] ?? throw new InvalidDataException("The state does not say how many importances it holds.");
        for (var i = 0; i < count; i++) _held.Add(ParameterImportance.Load(state.Tensors, Prefix(i), context.Device));
    }

    /// <summary>Frees all importances; others may be added afterwards.</summary>
    public void Dispose()
    {
        foreach (var importance in _held) importance.Dispose();
        _held.Clear();
    }

    private static string Prefix(int i) => string.Create(CultureInfo.InvariantCulture, $"{i}/");
}
