using System.Reflection;
using TorchSharp.Interop;

namespace TorchSharp.Tests.Core;

public sealed class OperatorTableTests
{
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
        operators.Where(o => !o.Op.Exists).Select(o => $"{o.Where}: {o.Op.FullName}").ShouldBeEmpty();
    }
}
