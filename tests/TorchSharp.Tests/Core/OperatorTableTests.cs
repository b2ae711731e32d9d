using System.Reflection;
using TorchSharp.Interop;

namespace TorchSharp.Tests.Core;

public sealed class OperatorTableTests
{
    // In libtorch from 2.0 on only; the layer asks for them before it calls them.
    private static readonly string[] s_newer = ["aten::_fused_adamw_", "aten::_fused_adam_", "aten::scaled_dot_product_attention"];

    [Fact]
    public void Every_operator_the_layer_names_exists_in_this_libtorch()
    {
        var operators = typeof(torch).Assembly.GetTypes()
            .Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(f => f.FieldType == typeof(Op))
            .Select(f => (Where: $"{f.DeclaringType!.Name}.{f.Name}", Op: (Op)f.GetValue(null)!))
            .ToArray();

        operators.Length.ShouldBeGreaterThan(300);
        operators.Where(o => !o.Op.Exists && !s_newer.Contains(o.Op.FullName)).Select(o => $"{o.Where}: {o.Op.FullName}").ShouldBeEmpty();
    }
}
