using System.Collections;
using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>
/// Calls any operator of libtorch by name, for those that have no typed method. Names are those of PyTorch's schemas, "aten::add.Tensor";
/// without an
/// overload ("aten::add") the first overload that the arguments fit is taken. Trailing arguments that have defaults may be left out.
/// </summary>
public static class Operators
{
    private static readonly ConcurrentDictionary<string, Op[]> s_found = new(StringComparer.Ordinal);

    /// <summary>Calls the operator and returns its first tensor; the other tensors are freed.</summary>
    /// <exception cref="MissingMethodException">This libtorch has no such operator.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">An argument does not fit, or the operator failed.</exception>
    public static Tensor Call(string operatorName, params ReadOnlySpan<object?> arguments)
    {
        var args = Convert(operatorName, arguments);
        return Choose(operatorName, args).Call(args);
    }

    /// <summary>Calls the operator and returns every result: Tensor, long, double, bool, Complex, string, arrays of these, or
    /// null.</summary>
    public static IReadOnlyList<object?> CallAll(string operatorName, params ReadOnlySpan<object?> arguments)
    {
        var args = Convert(operatorName, arguments);
        return Choose(operatorName, args).CallValues(args);
    }

    /// <summary>Whether this libtorch has the operator: this overload, or any where none is named.</summary>
    public static bool Exists(string operatorName) => Find(operatorName).Length > 0;

    /// <summary>The schema of an operator, one line per overload where none is named.</summary>
    /// <exception cref="MissingMethodException">This libtorch has no such operator.</exception>
    public static string Schema(string operatorName) => string.Join('\n', Required(operatorName).Select(op => op.Schema));

    private static Op Choose(string name, Arg[] args)
    {
        var candidates = Required(name);
        foreach (var candidate in candidates)
        {
            if (candidates.Length > 1 && candidate.Fits(args))
            {
                return candidate;
            }
        }

        return candidates[0];
    }

    private static Op[] Required(string name)
    {
        var found = Find(name);
        return found.Length > 0 ? found : throw new MissingMethodException($"This libtorch ({Native.Version}) has no operator {name}.");
    }

    private static Op[] Find(string name) => s_found.GetOrAdd(name, static full =>
    {
        var dot = full.IndexOf('.');
        if (dot >= 0)
        {
            var named = new Op(full[..dot], full[(dot + 1)..]);
            return named.Exists ? [named] : [];
        }

        var overloads = Overloads(full);
        return [.. overloads.Where(o => !o.EndsWith("out", StringComparison.Ordinal)).OrderBy(o => o.Length > 0).Select(o =>
            new Op(full, o))];
    });

    private static unsafe string[] Overloads(string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            var lines = Native.Text(Native.ph_op_overloads(text));
            return lines.Length == 0 ? [] : lines[..^1].Split('\n');
        }
    }

    private static Arg[] Convert(string name, ReadOnlySpan<object?> values)
    {
        var args = new Arg[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            args[i] = ConvertOne(values[i])
                ?? throw new ArgumentException($"{name}: argument {i + 1} is a {values[i]!.GetType()}, which no operator takes.");
        }

        return args;
    }

    private static Arg? ConvertOne(object? value) => value switch
    {
        null => (Arg?)Arg.None,
        Tensor v => v,
        bool v => v,
        int v => v,
        long v => v,
        short v => v,
        byte v => v,
        float v => (double)v,
        double v => v,
        Half v => (double)v,
        Complex v => (Scalar)v,
        Scalar v => v,
        string v => v,
        ScalarType v => v,
        Device v => v,
        Generator v => v,
        long[] v => v,
        int[] v => Array.ConvertAll(v, i => (long)i),
        double[] v => v,
        float[] v => Array.ConvertAll(v, f => (double)f),
        bool[] v => v,
        Tensor?[] v => v.Any(t => t is null) ? Arg.OptionalTensors(v) : (Arg)v!,
        IEnumerable<Tensor> v => v.ToArray(),
        ICollection { Count: 0 } => Array.Empty<long>(),
        _ => null,
    };
}
