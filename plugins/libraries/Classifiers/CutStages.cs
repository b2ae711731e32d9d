namespace PluginHost.Classifiers;

/// <summary>Stages cut out of a backbone, with the preparation of its inputs where they begin at the first one.</summary>
internal sealed class CutStages : IFeatureStages
{
    private readonly Backbone _backbone;
    private readonly Func<Tensor, Tensor>? _prepare;
    private readonly Prepared _module;

    /// <summary>Takes ownership of stages.</summary>
    /// <param name="backbone">The stages.</param>
    /// <param name="prepare">Prepares inputs; <see langword="null"/> where the stages are not the first ones.</param>
    public CutStages(Backbone backbone, Func<Tensor, Tensor>? prepare)
    {
        (_backbone, _prepare) = (backbone, prepare);
        _module = new(backbone, prepare);
        ModuleTensors.Keep(_module);
        _module.train(backbone.training);
    }

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> Module => _module;

    /// <inheritdoc/>
    public IFeatureStages Copy() => new CutStages(_backbone.Copy(), _prepare);

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();

    private sealed class Prepared : nn.Module<Tensor, Tensor>
    {
        private readonly Backbone _stages;
        private readonly Func<Tensor, Tensor>? _prepare;

        public Prepared(Backbone stages, Func<Tensor, Tensor>? prepare)
            : base("stages")
        {
            (_stages, _prepare) = (stages, prepare);
            register_module("stages", stages);
        }

        public override Tensor forward(Tensor input) => _stages.call(_prepare is null ? input : _prepare(input));

        protected override void RegisterComponents()
        {
        }
    }
}
