namespace PluginHost.AudioVisual.Separation.Tests;

/// <summary>
/// Synthetic scenes with known source places. A picture of 32 x 32 has grey noise and two squares of 8 x 8: one whose colour is the class that is
/// heard, and one of a colour that never makes a sound. A sound of 32 x 32 is noise of the class's eight rows.
/// </summary>
internal sealed class Scenes(int seed)
{
    public const int Size = 32;
    public const int Sprite = 8;
    public const int Classes = 4;
    private const int Bins = 32;

    private const int Silent = Classes;

    // Those of the classes, and of the silent square.
    private static readonly float[][] s_colours = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1]];
    private readonly Random _random = new(seed);
    private int _count;

    /// <summary>Sizes for these scenes: maps of 8 x 8.</summary>
    public static OneAvmOptions Options => new()
    {
        SoundChannels = [8, 16],
        PictureChannels = [16, 32],
        Blocks = 1,
        PictureSize = Size,
        PictureStride = 4,
        Dimension = 16,
        Temperature = 0.1,
    };

    public static ModelSpec Spec(int classes = Classes, long seed = 5) => new()
    {
        Classes = classes,
        Seed = seed,
        Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = [1, Bins, Bins],
            [SeparationKeys.Sounds] = [1, Bins, Bins],
            [AudioVisualKeys.Pictures] = [1, 3, Size, Size],
        },
    };

    public static OneAvmSeparator Model(OneAvmOptions? options = null, int classes = Classes, long seed = 5)
    {
        var model = new OneAvmSeparator(options ?? Options);
        model.Build(Spec(classes, seed));
        return model;
    }

    /// <summary>Two scenes an item, mixed: sounds are added up.</summary>
    public Batch Batch(int items) => Batch([.. Enumerable.Range(0, 2 * items).Select(_ => Next())]);

    /// <summary>A batch of certain scenes, two an item: all first sources, then all second ones.</summary>
    public static Batch Batch(IReadOnlyList<Scene> scenes)
    {
        var items = scenes.Count / 2;
        var sounds = stack([.. scenes.Select(scene => tensor(scene.Sound, [1, Bins, Bins]))], 0);
        var mixture = sounds.narrow(0, 0, items).expm1() + sounds.narrow(0, items, items).expm1();
        var draws = Enumerable.Range(0, items).Select(i => new Draw
        {
            Sources = [new() { Sample = scenes[i].Info }, new() { Sample = scenes[i + items].Info }], Training = true,
        });
        return new([.. draws], new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = mixture.log1p(),
            [SeparationKeys.Sounds] = sounds,
            [SeparationKeys.Targets] = (sounds.expm1() / mixture.repeat(2, 1, 1, 1).clamp_min(1e-6)).clamp(0, 5),
            [SeparationKeys.Weights] = mixture.log1p().clamp(0.001, 10),
            [AudioVisualKeys.Pictures] = stack([.. scenes.Select(scene => tensor(scene.Picture, [1, 3, Size, Size]))], 0),
            [BatchKeys.Labels] = tensor(scenes.Select(scene => (long)scene.Info.Label).ToArray()),
        });
    }

    /// <summary>A scene of a random class, with both squares at random places that do not meet.</summary>
    public Scene Next()
    {
        var label = _random.Next(Classes);
        int x, y, otherX, otherY;
        do (x, y, otherX, otherY) = (Place(), Place(), Place(), Place());
        while (Math.Abs(otherX - x) < Sprite && Math.Abs(otherY - y) < Sprite);
        return Make(label, x, y, (otherX, otherY));
    }

    /// <summary>A scene of certain content.</summary>
    public Scene Make(int label, int x, int y, (int X, int Y)? silent = null)
    {
        var picture = new float[3 * Size * Size];
        for (var pixel = 0; pixel < Size * Size; pixel++)
        {
            var grey = 0.3f * _random.NextSingle();
            for (var channel = 0; channel < 3; channel++) picture[(channel * Size * Size) + pixel] = grey;
        }

        Paint(picture, label, x, y);
        if (silent is { } other) Paint(picture, Silent, other.X, other.Y);
        var sound = new float[Bins * Bins];
        for (var cell = Bins * Bins / Classes * label; cell < Bins * Bins / Classes * (label + 1); cell++) sound[cell] = 2 * _random.NextSingle();

        return new(new() { Id = $"scene-{seed}-{_count++}", Label = label, Split = Split.Train }, picture, sound, x, y);
    }

    private int Place() => _random.Next(Size - Sprite + 1);

    private static void Paint(float[] picture, int colour, int x, int y)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            for (var row = y; row < y + Sprite; row++)
                picture.AsSpan((channel * Size * Size) + (row * Size) + x, Sprite).Fill(s_colours[colour][channel]);
        }
    }
}

/// <summary>A scene: picture (3, 32, 32), sound as the network hears it (32, 32), and where the source's square begins.</summary>
internal sealed record Scene(SampleInfo Info, float[] Picture, float[] Sound, int X, int Y)
{
    /// <summary>Whether the highest place of a map lies on the square of the source.</summary>
    public bool Holds(Tensor map)
    {
        var (row, column) = Peak(map);
        return column >= X && column < X + Scenes.Sprite && row >= Y && row < Y + Scenes.Sprite;
    }

    /// <summary>The pixel in the middle of the highest place of a map (1, height, width).</summary>
    public static (double Row, double Column) Peak(Tensor map)
    {
        var width = map.shape[^1];
        var place = map.flatten().argmax().item<long>();
        var step = Scenes.Size / (double)width;
        return (((place / width) + 0.5) * step, ((place % width) + 0.5) * step);
    }
}
