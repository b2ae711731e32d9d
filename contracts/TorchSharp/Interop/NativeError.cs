using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Makes managed exceptions of libtorch's error texts.</summary>
internal static class NativeError
{
    /// <summary>
    /// An <see cref="ExternalException"/> with the operation's name and libtorch's first line; the whole text is in Data["libtorch"].
    /// </summary>
    internal static ExternalException Create(string operation)
    {
        var text = Native.Text(Native.ph_last_error());
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOf('\n');
        var error = new ExternalException($"{operation}: {(end < 0 ? line : line[..end]).TrimEnd()}");
        error.Data["libtorch"] = text;
        return error;
    }

    internal static void Check(int code, string operation)
    {
        if (code != 0)
        {
            throw Create(operation);
        }
    }
}
