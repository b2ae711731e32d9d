using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>A data set of sounds with pictures, filled here: four classes, a sample or two of each to train and one to test.</summary>
public abstract class AudioVisualDatasetTests(string name, string folder, string more = "")
    : DatasetConformance("dataset.audio-visual", name, $"{{ \"folder\": {JsonSerializer.Serialize(folder)}, \"size\": 16, \"rate\": 8000{more} }}")
{
    /// <summary>Names of the classes.</summary>
    protected static readonly string[] Classes = ["Cat", "Cello", "Dog", "Speech"];

    private static readonly Lazy<byte[]> s_video = new(Video);

    /// <summary>Makes a job learn pairs of sound and pictures, from a data set that has no option of its own for colours.</summary>
    internal static JsonObject OfPairs(JsonObject job)
    {
        var pairs = PairPretraining.Of(job);
        pairs["dataset"]!["options"]!.AsObject().Remove("colour");
        return pairs;
    }

    /// <inheritdoc/>
    protected override JsonObject Job() => OfPairs(base.Job());

    /// <summary>An empty folder of this set's own.</summary>
    protected static string Empty(string name)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "audio-visual", name);
        Directory.CreateDirectory(root);
        return root;
    }

    /// <summary>Writes a file and the folders above it.</summary>
    protected static void Write(string root, string name, byte[] content)
    {
        var file = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    /// <summary>Writes a text and the folders above it.</summary>
    protected static void Write(string root, string name, string content) => Write(root, name, Encoding.UTF8.GetBytes(content));

    /// <summary>The clips: a class, a name, and whether it is there to test. Each is decoded in every test.</summary>
    protected static IEnumerable<(int Class, string Name, bool Test)> Clips(int train = 1) =>
        from label in Enumerable.Range(0, Classes.Length) from number in Enumerable.Range(0, train + 1) select (label, $"clip{label}{number}", number == train);

    /// <summary>Writes the videos of the clips: all the same second, which ffmpeg makes (tests/run.sh installs it).</summary>
    protected static string Videos(string root, Func<(int Class, string Name, bool Test), string> file, int train = 1)
    {
        foreach (var clip in Clips(train)) Write(root, file(clip), [.. s_video.Value, .. Box(clip.Name)]);
        return root;
    }

    // A box that players pass over: no two videos have the same bytes.
    private static byte[] Box(string name)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(name);
        return [0, 0, 0, (byte)(8 + text.Length), .. "free"u8, .. text];
    }

    /// <summary>16-bit PCM at 8 kHz.</summary>
    protected static byte[] Tone(double hertz, int length)
    {
        var samples = Enumerable.Range(0, length).SelectMany(i => BitConverter.GetBytes((short)(10_000 * Math.Cos(2 * Math.PI * hertz * i / 8000)))).ToArray();
        return
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + samples.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16),
            1, 0, 1, 0, .. BitConverter.GetBytes(8000), .. BitConverter.GetBytes(16000), 2, 0, 16, 0,
            .. "data"u8, .. BitConverter.GetBytes(samples.Length), .. samples,
        ];
    }

    private static byte[] Video()
    {
        var file = Path.Combine(Empty("video"), $"{Environment.ProcessId}.mp4");
        using var ffmpeg = Process.Start("ffmpeg",
        [
            "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=s=32x32:r=8:d=1", "-f", "lavfi", "-i", "sine=frequency=500:sample_rate=8000:d=1",
            "-c:v", "mpeg4", "-c:a", "aac", file,
        ]);
        ffmpeg.WaitForExit();
        return File.ReadAllBytes(file);
    }
}

/// <summary>Pictures with natural sounds.</summary>
public sealed class PairsDatasetTests() : AudioVisualDatasetTests(
    "pairs", Folder(), ", \"sounds\": \"natural\", \"seconds\": 0.5, \"validation\": 0, \"test\": 0.5")
{
    private static string Folder()
    {
        var root = Empty("pairs");
        for (var i = 0; i < 40; i++)
        {
            Write(root, $"{Classes[i % 4]}/{i}.wav", Tone(200 + (50 * i), 4000));
            Write(root, $"{Classes[i % 4]}/{i}.png", TinyPng.Grey((byte)(5 * i)));
        }

        return root;
    }
}

/// <summary>Made scenes, which have no folder.</summary>
public sealed class ScenesDatasetTests() : DatasetConformance(
    "dataset.audio-visual",
    "scenes",
    """
    {
      "classes": ["flute", "drum", "violin", "piano"], "trainScenes": 2, "validationScenes": 1, "testScenes": 1, "segments": 2, "segmentSeconds": 0.5,
      "always": true, "rate": 8000, "size": 16
    }
    """)
{
    /// <inheritdoc/>
    protected override JsonObject Job() => AudioVisualDatasetTests.OfPairs(base.Job());
}

public sealed class AveDatasetTests() : AudioVisualDatasetTests("ave", Folder())
{
    private static string Folder()
    {
        var root = Videos(Empty("ave"), clip => $"AVE/{clip.Name}.mp4");
        string Lines(bool test) => string.Concat(Clips().Where(clip => clip.Test == test).Select(clip => $"{Classes[clip.Class]}&{clip.Name}&good&0&1\n"));
        Write(root, "trainSet.txt", Lines(test: false));
        Write(root, "valSet.txt", $"Cat&{Clips().First().Name}&good&0&1\n");
        Write(root, "testSet.txt", Lines(test: true));
        return root;
    }
}

public sealed class LlpDatasetTests() : AudioVisualDatasetTests("llp", Folder(), ", \"classes\": [\"Cat\", \"Cello\", \"Dog\", \"Speech\"]")
{
    private static string Folder()
    {
        var root = Videos(Empty("llp"), clip => $"video/{clip.Name}.mp4");
        string Lines(bool test) => "filename\tevent_labels\n"
            + string.Concat(Clips().Where(clip => clip.Test == test).Select(clip => $"{clip.Name}\t{Classes[clip.Class]}\n"));
        Write(root, "AVVP_train.csv", Lines(test: false));
        Write(root, "AVVP_val_pd.csv", $"filename\tevent_labels\n{Clips().First().Name}\tCat\n");
        Write(root, "AVVP_test_pd.csv", Lines(test: true));
        foreach (var file in (string[])["AVVP_eval_audio.csv", "AVVP_eval_visual.csv"])
        {
            Write(root, file, "filename\tonset\toffset\tevent_labels\n"
                + string.Concat(Clips().Select(clip => $"{clip.Name}\t0\t1\t{Classes[clip.Class]}\n")));
        }

        return root;
    }
}

public sealed class FolderDatasetTests() : AudioVisualDatasetTests("folder", Folder(), ", \"validation\": 0, \"seconds\": 1")
{
    private static string Folder() => Videos(Empty("own clips"), clip => $"{(clip.Test ? "test" : "train")}/{Classes[clip.Class]}/{clip.Name}.mp4", train: 2);
}

public sealed class VggSoundDatasetTests() : AudioVisualDatasetTests("vggsound", Folder(), ", \"validation\": 0, \"seconds\": 1")
{
    private static string Folder()
    {
        var root = Videos(Empty("vggsound"), clip => $"{clip.Name}_000030.mp4");
        Write(root, "vggsound.csv", string.Concat(Clips().Select(clip => $"{clip.Name},30,\"{Classes[clip.Class]}\",{(clip.Test ? "test" : "train")}\n")));
        return root;
    }
}

public sealed class AudioSetDatasetTests() : AudioVisualDatasetTests("audioset", Folder(), ", \"validation\": 0, \"seconds\": 1")
{
    private static string Folder()
    {
        var root = Videos(Empty("audioset"), clip => $"{clip.Name}.mp4");
        string Lines(bool test) => "# YTID, start_seconds, end_seconds, positive_labels\n"
            + string.Concat(Clips().Where(clip => clip.Test == test).Select(clip => $"{clip.Name}, 30.000, 40.000, \"/m/{clip.Class}\"\n"));
        Write(root, "class_labels_indices.csv", "index,mid,display_name\n"
            + string.Concat(Classes.Select((label, place) => $"{place},/m/{place},\"{label}\"\n")));
        Write(root, "balanced_train_segments.csv", Lines(test: false));
        Write(root, "eval_segments.csv", Lines(test: true));
        return root;
    }
}

public sealed class MusicAvqaDatasetTests() : AudioVisualDatasetTests("music-avqa", Folder(), ", \"seconds\": 1")
{
    private static string Folder()
    {
        var root = Videos(Empty("music-avqa"), clip => $"videos/{clip.Name}.mp4");
        string List(IEnumerable<(int Class, string Name, bool Test)> clips) => JsonSerializer.Serialize(clips.Select((clip, place) => new
        {
            video_id = clip.Name, question_id = place, question_content = "What is <Object>?", templ_values = "[\"this\"]", anser = Classes[clip.Class],
        }));
        Write(root, "avqa-train.json", List(Clips().Where(clip => !clip.Test)));
        Write(root, "avqa-val.json", List(Clips().Take(1)));
        Write(root, "avqa-test.json", List(Clips().Where(clip => clip.Test)));
        return root;
    }
}

public sealed class AvsBenchDatasetTests() : AudioVisualDatasetTests("avsbench", Folder())
{
    private static string Folder()
    {
        var root = Empty("avsbench");
        Write(root, "Single-source/s4_meta_data.csv", "name,start,category,split\n"
            + string.Concat(Clips().Select(clip => $"{clip.Name},0,{Classes[clip.Class]},{(clip.Test ? "test" : "train")}\n")));
        foreach (var clip in Clips())
        {
            var place = $"{(clip.Test ? "test" : "train")}/{Classes[clip.Class]}/{clip.Name}";
            Write(root, $"Single-source/s4_data/audio_wav/{place}.wav", Tone(300 + (100 * clip.Class), 40_000));
            for (var number = 1; number <= 5; number++)
            {
                foreach (var kind in (string[])["visual_frames", "gt_masks"])
                    Write(root, $"Single-source/s4_data/{kind}/{place}/{clip.Name}_{number}.png", TinyPng.Grey((byte)(10 * number)));
            }
        }

        return root;
    }
}
