namespace PluginHost.Tensors.Runtime;

/// <summary>Prepares libtorch for a process: where it comes from, and that the right files are loaded at the first use of TorchSharp.</summary>
public static class TorchRuntime
{
    /// <summary>
    /// Lets TorchSharp take its native libraries from the folder <c>native</c> of a shared folder. Loads nothing: the first use of TorchSharp
    /// does. Later calls change nothing.
    /// </summary>
    /// <param name="sharedDirectory">The folder of the shared assemblies.</param>
    public static void Use(string sharedDirectory) => NativeResolver.Install(Path.Combine(Path.GetFullPath(sharedDirectory), "native"));
}
