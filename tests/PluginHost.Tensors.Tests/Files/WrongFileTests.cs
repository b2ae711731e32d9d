using PluginHost.Tests.Shared;

namespace PluginHost.Tensors.Tests;

/// <summary>Files that are no weights, where weights were expected.</summary>
public sealed class WrongFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-wrong-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Files() => WrongFiles.Theory();

    [Theory]
    [MemberData(nameof(Files))]
    public void Readers_of_weights_tell_a_wrong_file_by_its_content(string name, string remedy)
    {
        var file = Path.Combine(_folder, "weights.bin");
        File.WriteAllBytes(file, WrongFiles.Of(name));

        Message(() => Safetensors.Read(file)).ShouldBe($"{file} is {name}, not a safetensors file.{(remedy.Length > 0 ? " " + remedy : "")}");
        var pickled = Message(() => PickledTensors.Read(file));
        pickled.ShouldStartWith($"{file} cannot be read as tensors saved by torch: it ");
        // Torch's own files are zips too.
        pickled.ShouldContain(name switch { "a zip archive" => "it is a zip archive without data.pkl", "NumPy arrays (.npz)" => "it has NumPy arrays (.npz)", _ => $"it is {name}" });
        if (name != "a zip archive") pickled.ShouldEndWith(remedy);
        Message(() => WeightFile.Read(file, ["w"])).ShouldContain(name);
    }

    private static string Message(Action read) => Should.Throw<InvalidDataException>(read).Message;
}
