namespace PluginHost.Networks;

/// <summary>A named part of a backbone and how to make it anew.</summary>
/// <param name="Name">The name; of the feature map that it gives, too.</param>
/// <param name="Make">Makes the part with fresh weights.</param>
internal sealed record StagePlan(string Name, Func<nn.Module<Tensor, Tensor>> Make);

/// <summary>
/// A network from inputs to features: named stages, run one after the other. The last stage gives rows (N, D), the ones before it feature
/// maps.
/// </summary>
/// <remarks>
/// Stages are also where a network can be cut (generalised and specialised blocks, MEMO, Zhou et al., ICLR 2023):
/// <c>backbone.Copy(0, k)</c> is the shared part, <c>backbone.Copy(k)</c> one specialised part, and running one after the other equals the
/// whole. Parameter names are paths such as <c>stage1.0.conv1.weight</c>; a part keeps the names of the whole.
/// </remarks>
public sealed class Backbone : nn.Module<Tensor, Tensor>
{
    private readonly StagePlan[] _plans;
    private readonly nn.Module<Tensor, Tensor>[] _stages;
    private readonly long[] _input;

    internal Backbone(IReadOnlyList<StagePlan> plans, int features, long[] input, long seed)
        : base("backbone")
    {
        (_plans, Features, _input) = ([.. plans], features, input);
        using (new SeededInitialisation(seed)) _stages = [.. _plans.Select(plan => plan.Make())];
        for (var i = 0; i < _stages.Length; i++) register_module(_plans[i].Name, _stages[i]);
        foreach (var each in parameters().Concat(buffers())) each.DetachFromDisposeScope();
        Stages = [.. _plans.Select(plan => plan.Name)];
        Sites = [.. named_modules().Where(pair => pair.module is Site).Select(pair => Named((Site)pair.module, pair.name))];
    }

    /// <summary>The number D of features of a row; of a part without the last stage, of the whole.</summary>
    public int Features { get; }

    /// <summary>The stages' names in order.</summary>
    public IReadOnlyList<string> Stages { get; }

    /// <summary>Every site, free or not, in the order of the computation.</summary>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>Whether <see cref="Freeze"/> holds.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>4 bytes per float32 parameter, and so on; occupants of sites and frozen parameters count, buffers do not.</summary>
    public long ParameterBytes => named_parameters().Sum(pair => pair.parameter.numel() * pair.parameter.element_size());

    /// <summary>The features of inputs.</summary>
    /// <param name="input">For a picture network (N, channels, H, W), for a perceptron (N, ...).</param>
    /// <returns>(N, D).</returns>
    public override Tensor forward(Tensor input) => Run(input);

    /// <summary>The features of inputs, and the feature maps on the way.</summary>
    /// <param name="input">As for <see cref="forward"/>; for a part without the first stage, what the stages before it give.</param>
    /// <param name="maps">Takes the output of every stage by its name; <see langword="null"/> if none is wanted.</param>
    /// <returns>What the last stage gives.</returns>
    /// <exception cref="JobException">The input has the wrong shape.</exception>
    public Tensor Run(Tensor input, IDictionary<string, Tensor>? maps = null)
    {
        CheckInput(input);
        var x = input;
        for (var i = 0; i < _stages.Length; i++)
        {
            x = _stages[i].call(x);
            maps?.Add(_plans[i].Name, x);
        }

        return x;
    }

    /// <summary>The site of a path.</summary>
    /// <param name="path">Such as <c>block3.adapter</c>.</param>
    /// <exception cref="JobException">There is none.</exception>
    public Site SiteAt(string path) =>
        Sites.FirstOrDefault(site => site.Path == path) ?? throw NetworkFault.Of(NetworkFault.Use, path, "The backbone has no such site.",
            NearestName.Find(path, Sites.Select(site => site.Path)) is { } near ? $"Did you mean '{near}'?" : null);

    /// <summary>Copies stages with their values and occupants; no tensor is shared, trained and frozen parameters stay so.</summary>
    /// <param name="first">The first stage's place.</param>
    /// <param name="end">The place behind the last stage; <see langword="null"/> for all.</param>
    /// <returns>A backbone of these stages.</returns>
    public Backbone Copy(int first = 0, int? end = null)
    {
        var behind = end ?? _plans.Length;
        if (first < 0 || behind > _plans.Length || first >= behind)
        {
            throw NetworkFault.Of(NetworkFault.Use, "backbone", $"Stages {first} to {behind - 1} are not all there.",
                $"There are {_plans.Length}: {string.Join(", ", Stages)}.");
        }

        // The input's shape is known at the first stage only.
        var copy = new Backbone(_plans[first..behind], Features, first == 0 ? _input : [], 0);
        foreach (var site in copy.Sites)
        {
            if (SiteAt(site.Path).Occupant is { } occupant) site.Occupy(occupant.Copy());
        }

        for (var i = first; i < behind; i++) ModuleValues.Copy(_stages[i], copy._stages[i - first]);
        copy.IsFrozen = IsFrozen;
        copy.train(training);
        return copy;
    }

    /// <summary>
    /// Freezes all but the occupants of sites: no gradients, and batch norms keep their statistics whatever <see cref="train"/> says.
    /// </summary>
    public void Freeze() => SetFrozen(true);

    /// <summary>Undoes <see cref="Freeze"/>.</summary>
    public void Unfreeze() => SetFrozen(false);

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train && !IsFrozen);
        foreach (var site in Sites ?? []) site.Occupant?.train(train);
    }

    private static Site Named(Site site, string path)
    {
        site.Path = path;
        return site;
    }

    private void SetFrozen(bool frozen)
    {
        var free = Sites.SelectMany(site => site.Occupant?.parameters() ?? []).Select(parameter => parameter.Handle).ToHashSet();
        foreach (var parameter in parameters().Where(parameter => !free.Contains(parameter.Handle))) parameter.requires_grad = !frozen;
        IsFrozen = frozen;
        train(!frozen);
    }

    private void CheckInput(Tensor input)
    {
        if (_input.Length == 0) return;
        var shape = input.shape;
        var fits = _input.Length == 1
            ? shape.Length > 1 && shape.Skip(1).Aggregate(1L, (product, size) => product * size) == _input[0]
            : shape.Length == 4 && Enumerable.Range(0, 3).All(i => _input[i] == 0 || _input[i] == shape[i + 1]);
        if (fits) return;
        var wanted = _input.Select((size, i) => size > 0 ? $"{size}" : i == 1 ? "H" : "W");
        throw NetworkFault.Of(NetworkFault.Shape, "backbone", $"The input is {NetworkFault.Sizes(shape)}.",
            $"Give (N, {string.Join(", ", wanted)}).");
    }
}
