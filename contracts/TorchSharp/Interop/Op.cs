using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// An operator of libtorch, found in its dispatcher by name at first use and then called boxed. Calls are allowed from any thread.
/// Every returned tensor is registered in the calling thread's dispose scope.
/// </summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private const int InlineResults = 8;
    private const int InlineWords = 96;
    private IntPtr _handle;
    private bool _missing;

    internal string FullName => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>The operator's schema text, as libtorch writes it.</summary>
    internal string Schema => Native.Text(Native.ph_op_schema(Handle));

    private IntPtr Handle => _handle != IntPtr.Zero ? _handle : Resolve();

    /// <summary>Whether this libtorch has the operator.</summary>
    internal bool Exists => TryResolve() != IntPtr.Zero;

    /// <summary>Calls the operator and returns the first tensor it gives.</summary>
    internal Tensor Call(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[InlineResults];
        var count = Invoke(args, results, out var rest);
        Tensor? first = null;
        for (var i = 0; i < count; i++)
        {
            var value = i < InlineResults ? results[i] : rest![i - InlineResults];
            if (value.Kind != ValueKind.Tensor)
            {
                continue;
            }

            if (first is null)
            {
                first = Tensor.Take((IntPtr)value.A);
            }
            else
            {
                Native.ph_tensor_free((IntPtr)value.A);
            }
        }

        return first ?? throw new InvalidOperationException($"{FullName} returned no tensor.");
    }

    /// <summary>Calls the operator and returns all its tensors: a tuple's members, a list's elements. An undefined tensor is
    /// null.</summary>
    internal Tensor[] CallMany(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[InlineResults];
        var count = Invoke(args, results, out var rest);
        var list = new List<Tensor>(count);
        for (var i = 0; i < count; i++)
        {
            var value = i < InlineResults ? results[i] : rest![i - InlineResults];
            if (value.Kind is ValueKind.Tensor or ValueKind.None)
            {
                list.Add(value.Kind == ValueKind.None ? null! : Tensor.Take((IntPtr)value.A));
            }
        }

        return [.. list];
    }

    /// <summary>Calls the operator for its effect (in-place operators): results are dropped.</summary>
    internal void Run(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[InlineResults];
        var count = Invoke(args, results, out var rest);
        for (var i = 0; i < count; i++)
        {
            var value = i < InlineResults ? results[i] : rest![i - InlineResults];
            if (value.Kind == ValueKind.Tensor)
            {
                Native.ph_tensor_free((IntPtr)value.A);
            }
        }
    }

    /// <summary>Calls the operator and returns every result as a managed value, lists nested.</summary>
    internal object?[] CallValues(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[InlineResults];
        var count = Invoke(args, results, out var rest);
        var all = new NativeValue[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = i < InlineResults ? results[i] : rest![i - InlineResults];
        }

        return ResultReader.Read(all);
    }

    /// <summary>Calls the operator and returns its single value that is no tensor, such as the bool of aten::equal.</summary>
    internal T CallValue<T>(params ReadOnlySpan<Arg> args) => (T)CallValues(args)[0]!;

    /// <summary>Whether the kinds of the arguments fit this overload.</summary>
    internal bool Fits(ReadOnlySpan<Arg> args)
    {
        var words = stackalloc long[InlineWords];
        using var buffer = new ArgBuffer(args, words, InlineWords);
        var values = stackalloc NativeValue[args.Length + 1];
        buffer.Fill(args, values);
        var fits = Native.ph_op_fits(Handle, values, args.Length) != 0;
        ArgBuffer.KeepAlive(args);
        return fits;
    }

    private int Invoke(ReadOnlySpan<Arg> args, NativeValue* results, out NativeValue[]? rest)
    {
        var handle = Handle;
        var words = stackalloc long[InlineWords];
        var buffer = new ArgBuffer(args, words, InlineWords);
        var values = stackalloc NativeValue[args.Length + 1];
        int produced, failed;
        try
        {
            buffer.Fill(args, values);
            failed = Native.ph_op_call(handle, values, args.Length, results, InlineResults, &produced);
        }
        finally
        {
            buffer.Dispose();
        }

        ArgBuffer.KeepAlive(args);
        if (failed != 0)
        {
            throw NativeError.Create(FullName);
        }

        rest = null;
        if (produced > InlineResults)
        {
            rest = new NativeValue[produced - InlineResults];
            fixed (NativeValue* target = rest)
            {
                Native.ph_op_take_rest(target);
            }
        }

        return produced;
    }

    private IntPtr Resolve()
    {
        var handle = TryResolve();
        return handle != IntPtr.Zero ? handle
            : throw new MissingMethodException($"This libtorch ({Native.Version}) has no operator {FullName}.");
    }

    private IntPtr TryResolve()
    {
        if (_handle != IntPtr.Zero || _missing)
        {
            return _handle;
        }

        IntPtr found;
        fixed (byte* n = Encoding.UTF8.GetBytes(name + '\0'), o = Encoding.UTF8.GetBytes(overload + '\0'))
        {
            NativeError.Check(Native.ph_op_find(n, o, &found), FullName);
        }

        _missing = found == IntPtr.Zero;
        return _handle = found;
    }
}
