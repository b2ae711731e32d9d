using PluginHost.Tensors.Runtime.Elf;

// Copies libLibTorchSharp.so from its package into the shared folder, with the mark that this machine needs.
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: PluginHost.Tensors.Placement SOURCE TARGET");
    return 2;
}
try
{
    var mark = WeakVersionMark.IsWeak(args[0]) is false && !WeakVersionMark.IsDefinedHere();
    WeakVersionMark.Place(args[0], args[1], mark);
    if (mark)
    {
        var name = Path.GetFileName(args[1]);
        Console.WriteLine($"{name}: {WeakVersionMark.Version} marked as weak, as this machine's {WeakVersionMark.Library} lacks it");
    }
    return 0;
}
catch (Exception failure) when (failure is ElfException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 1;
}
