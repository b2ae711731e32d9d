namespace PluginHost.Conformance.Tests;

/// <summary>Needs fluidsynth, ffmpeg and the soundfont TimGM6mb, which tests/run.sh installs.</summary>
public sealed class SoundfontDatasetTests() : DatasetConformance(
    "dataset.soundfont",
    "soundfont",
    """
    {
      "classes": ["flute", "erhu", "piano", "tuba"], "trainClips": 2, "validationClips": 1, "testClips": 1, "seconds": 0.5, "frameSize": 16,
      "banks": ["TimGM6mb"]
    }
    """);

public sealed class SyntheticDatasetTests() : DatasetConformance(
    "dataset.synthetic",
    "synthetic",
    """
    { "classes": ["flute", "drum", "violin", "piano"], "trainClips": 2, "validationClips": 1, "testClips": 1, "seconds": 0.5,
    "frameSize": 16 }
    """);
