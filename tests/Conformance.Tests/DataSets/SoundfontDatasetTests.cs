namespace PluginHost.Conformance.Tests;

public sealed class SoundfontDatasetTests() : DatasetConformance(
    "dataset.soundfont",
    "soundfont",
    """
    {
      "classes": ["flute", "erhu", "piano", "tuba"], "trainClips": 2, "validationClips": 1, "testClips": 1, "seconds": 0.5, "frameSize": 16,
      "banks": ["TimGM6mb"]
    }
    """)
{
    protected override string? Missing =>
        File.Exists("/usr/share/sounds/sf2/TimGM6mb.sf2") && IsOnPath("fluidsynth") && IsOnPath("ffmpeg")
            ? null
            : "needs fluidsynth, ffmpeg and the soundfont TimGM6mb; see plugins/dataset.soundfont/install.sh";

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
