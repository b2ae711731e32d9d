using System.Text.Json.Nodes;

namespace PluginHost.Jobs.Tests;

/// <summary>A job of seconds: four synthetic classes in two experiences, a tiny network, short clips.</summary>
internal static class TinyJob
{
    public const string Text = """
        {
          "name": "tiny",
          "seed": 5,
          "engine": {
            "use": "continual",
            "options": {
              "batchSize": 4, "steps": { "first": 12, "later": 12 }, "exemplarRepeat": 2,
              "optimizers": { "*": { "type": "adam", "rate": 0.001 } }, "logEverySteps": 1, "checkpointEverySteps": 5,
              "records": { "examples": 0 }
            }
          },
          "task": { "use": "separation", "options": { "nFft": 254, "hop": 64, "frames": 32, "bins": 32, "crop": "inside" } },
          "separator": {
            "use": "iquery",
            "options": {
              "downs": 4, "channels": [4, 8, 8, 8], "maskDim": 4, "latentStage": 3,
              "hidden": 16, "heads": 2, "feedForward": 32, "decoderLayers": 2, "unusedBlocks": false
            }
          },
          "features": "pixels",
          "dataset": {
            "use": "synthetic",
            "options": {
              "classes": ["flute", "drum", "violin", "piano"], "trainClips": 4, "validationClips": 2, "testClips": 2, "seconds": 1.2
            }
          },
          "benchmark": { "use": "class-incremental", "options": { "classesPerExperience": 2 } },
          "strategy": "contav-sep",
          "memory": { "use": "random", "options": { "perClass": 1 } },
          "metric": [ { "use": "bss-eval", "options": { "filterLength": 32 } }, "continual" ],
          "observer": ["console", "jsonl"]
        }
        """;

    /// <summary>The job with another separator of a like size.</summary>
    public static string With(string separator)
    {
        var job = JsonNode.Parse(Text)!;
        job["separator"] = JsonNode.Parse(separator switch
        {
            "co-separation" => """
                { "use": "co-separation",
                  "options": { "downs": 4, "channels": [4, 8, 8, 8], "classifierChannels": [4, 8], "classifierBlocks": 1 } }
                """,
            "oneavm" => """
                { "use": "oneavm",
                  "options": {
                    "soundChannels": [4, 8, 8], "pictureChannels": [4, 8], "blocks": 1, "pictureSize": 16, "pictureStride": 4, "dimension": 8 } }
                """,
            _ => """{ "use": "sound-of-pixels", "options": { "downs": 4, "channels": [4, 8, 8, 8], "features": 4 } }""",
        });
        return job.ToJsonString();
    }

    /// <summary>Reads metrics.json without what depends on the clock or names the run.</summary>
    public static string Numbers(string runFolder)
    {
        var metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(runFolder, "metrics.json")))!;
        Strip(metrics);
        return metrics.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (var key in fields.Select(field => field.Key).ToArray())
            {
                if (key.Contains("econds", StringComparison.Ordinal) || key is "stepsPerSecond" or "run" or "threads") fields.Remove(key);
                else Strip(fields[key]);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) Strip(item);
        }
    }
}
