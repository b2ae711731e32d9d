using PluginHost.Plugins.CoSeparation.Networks;

namespace PluginHost.Plugins.CoSeparation;

/// <summary>
/// The networks under one root: the state's names are <c>sound.</c> and <c>classifier.</c> plus the official names, and <c>object.</c>.
/// </summary>
internal sealed class CoSeparationModule : nn.Module
{
    private const double Deviation = 0.02;

    [ComponentName(Name = "sound")]
    private readonly MaskNetwork _sound;

    [ComponentName(Name = "object")]
    private readonly Linear _object;

    [ComponentName(Name = "classifier")]
    private readonly SoundClassifier _classifier;

    /// <summary>Creates the networks from the global generator.</summary>
    /// <param name="options">Sizes and how weights begin.</param>
    /// <param name="objects">Size of an object feature.</param>
    /// <param name="classes">The number of classes.</param>
    public CoSeparationModule(CoSeparationOptions options, int objects, int classes)
        : base("co-separation")
    {
        _sound = new(options.StageChannels(), options.Vector);
        _object = nn.Linear(objects, options.Vector);
        _classifier = new(options.ClassifierChannels, options.ClassifierBlocks, classes);
        RegisterComponents();
        if (options.Initialisation == Initialisation.Original) Initialise();
    }

    /// <summary>The U-Net.</summary>
    public MaskNetwork Sound => _sound;

    /// <summary>The map from object features to object vectors.</summary>
    public Linear Object => _object;

    /// <summary>The classifier of separated sounds.</summary>
    public SoundClassifier Classifier => _classifier;

    /// <summary>Adds classifier rows from the global generator; the old ones stay.</summary>
    /// <param name="classes">How many.</param>
    /// <param name="initialisation">How they begin.</param>
    public void AddRows(int classes, Initialisation initialisation)
    {
        var rows = _classifier.Rows;
        using var fresh = nn.Linear(rows.weight!.shape[1], classes);
        if (initialisation == Initialisation.Original) nn.init.normal_(fresh.weight!, 0, Deviation);
        fresh.to(rows.weight.device);
        rows.weight = new Parameter(cat([rows.weight.detach(), fresh.weight!.detach()], 0));
        rows.bias = new Parameter(cat([rows.bias!.detach(), fresh.bias!.detach()], 0));
    }

    // The classifier's first convolution keeps PyTorch's default: the original makes it anew.
    private void Initialise()
    {
        using var grad = no_grad();
        foreach (var module in _sound.modules())
        {
            if (module is Conv2d down) nn.init.normal_(down.weight!, 0, Deviation);
            if (module is ConvTranspose2d up) nn.init.normal_(up.weight!, 0, Deviation);
            if (module is not BatchNorm2d norm) continue;
            nn.init.normal_(norm.weight!, 1, Deviation);
            nn.init.zeros_(norm.bias!);
        }

        nn.init.normal_(_object.weight!, 0, Deviation);
        foreach (var convolution in _classifier.modules().OfType<Conv2d>().Skip(1))
            nn.init.kaiming_normal_(convolution.weight!, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        nn.init.normal_(_classifier.Rows.weight!, 0, Deviation);
    }
}
