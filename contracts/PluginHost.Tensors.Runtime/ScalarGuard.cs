using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Tensors.Runtime;

/// <summary>
/// Keeps libtorch's numbers (<c>c10::Scalar</c>) whole while an operator reads them. TorchSharp makes one for each number in an expression such
/// as <c>x.pow(2)</c>, hands its address to libtorch and holds the object no longer: when the garbage is collected at that moment, its finalizer
/// frees the number under the operator's eyes, which then meets "Unknown scalar type" or computes with another number
/// (TorchSharp's pull request 1434 is open). The guard takes over the function that frees, and frees what was given up some seconds ago.
/// </summary>
/// <remarks>x64 alone, and only where the system lets a process change its copy of a library's code; elsewhere nothing is changed.</remarks>
internal static unsafe partial class ScalarGuard
{
    private const string Function = "THSTorch_dispose_scalar";
    private const int JumpLength = 12, Alignment = 16;
    private const int Read = 1, Write = 2, Execute = 4;

    // Tags of c10::Scalar, its first field; those above own a reference, which TorchSharp never makes.
    private const int LargestPlainTag = 4;

    private static readonly long _delay = 5 * Stopwatch.Frequency;
    private static readonly Lock _gate = new();
    private static readonly Queue<(nint Scalar, long GivenUp)> _waiting = new();

    /// <summary>How many numbers wait to be freed.</summary>
    internal static int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Takes over the function, before the first number is freed.</summary>
    /// <param name="shim">TorchSharp's native library, loaded.</param>
    /// <returns>Whether the guard holds.</returns>
    internal static bool Install(nint shim)
    {
        // A function begins at a multiple of 16, so the jump changes no other one.
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !OperatingSystem.IsLinux()
            || !NativeLibrary.TryGetExport(shim, Function, out var function) || function % Alignment != 0)
        {
            return false;
        }
        var page = function & ~((nint)Environment.SystemPageSize - 1);
        var length = (nuint)(function + JumpLength - page);
        if (Protect(page, length, Read | Write | Execute) != 0) return false;
        // mov rax, address; jmp rax
        var code = new Span<byte>((void*)function, JumpLength);
        code[0] = 0x48;
        code[1] = 0xB8;
        BitConverter.TryWriteBytes(code[2..], (long)(nint)(delegate* unmanaged<nint, void>)&GiveUp);
        code[10] = 0xFF;
        code[11] = 0xE0;
        _ = Protect(page, length, Read | Execute);
        return true;
    }

    [UnmanagedCallersOnly]
    private static void GiveUp(nint scalar)
    {
        if (scalar == 0) return;
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _waiting.Enqueue((scalar, now));
            while (_waiting.TryPeek(out var oldest) && now - oldest.GivenUp > _delay)
            {
                _waiting.Dequeue();
                if (Unsafe.Read<int>((void*)oldest.Scalar) <= LargestPlainTag) NativeMemory.Free((void*)oldest.Scalar);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);
}
