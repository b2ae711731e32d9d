using PluginHost.Instruments;

namespace PluginHost.Plugins.DatasetAudioVisual.Scenes;

/// <summary>
/// A question about a scene whose answer needs sound and picture. The kinds are those of MUSIC-AVQA that two figures allow.
/// </summary>
/// <param name="Text">The question.</param>
/// <param name="Answer">The place of its answer in <see cref="Answers"/>.</param>
internal sealed record SceneQuestion(string Text, int Answer)
{
    private static readonly string[] s_common = ["yes", "no", "left", "right"];

    /// <summary>All answers that occur: yes, no, left, right, and the classes.</summary>
    /// <param name="classes">The instruments.</param>
    public static IReadOnlyList<string> Answers(IReadOnlyList<string> classes) => [.. s_common, .. classes];

    /// <summary>The question of a scene: existential (half of them with yes), location, or which of the two.</summary>
    /// <param name="options">The options.</param>
    /// <param name="sounding">The class that sounds.</param>
    /// <param name="id">The scene's id.</param>
    public static SceneQuestion About(ScenesOptions options, int sounding, string id)
    {
        var scene = new Scene(options, sounding, id);
        var random = new ClipRandom((ulong)options.Seed, "question", id);
        string Name(int label) => options.Classes[label].Replace('_', ' ');
        switch (random.Integer(0, 2))
        {
            case 0:
                var yes = random.Chance(0.5);
                return new($"Is the {Name(yes ? sounding : scene.Other)} sounding?", yes ? 0 : 1);
            case 1:
                return new("Is the sounding instrument on the left or on the right?", scene.IsLeft ? 2 : 3);
            default:
                var (one, other) = (Name(Math.Min(sounding, scene.Other)), Name(Math.Max(sounding, scene.Other)));
                return new($"Which instrument is sounding, the {one} or the {other}?", s_common.Length + sounding);
        }
    }
}
