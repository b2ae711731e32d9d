using System.Reflection;
using TorchSharp;

namespace PluginHost.PluginKit.Trials;

/// <summary>
/// Counts the living tensors that an object holds, whatever it says about them: follows every field of it and of what those refer to.
/// </summary>
internal static class HeldTensors
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The bytes of the tensors that a component holds and that are of none of its surroundings.</summary>
    /// <param name="component">The component.</param>
    /// <param name="context">The learning under way, which it may refer to.</param>
    /// <param name="others">The other components of the job, which it may refer to.</param>
    /// <returns>The bytes, each tensor counted once.</returns>
    public static long Bytes(object component, ILearningContext context, IEnumerable<object> others)
    {
        var foreign = context.Model.Module.state_dict().Values.Select(tensor => tensor.Handle).ToHashSet();
        var seen = new HashSet<object>(others.Except([component]), ReferenceEqualityComparer.Instance) { context, context.Model };
        var waiting = new Stack<object>([component]);
        var bytes = 0L;
        while (waiting.TryPop(out var next))
        {
            if (Skipped(next) || !next.GetType().IsValueType && !seen.Add(next)) continue;
            if (next is torch.Tensor tensor)
            {
                // Parameters that it added to the training (ILearningContext.AddParameters) are the engine's to count.
                if (!tensor.IsInvalid && !tensor.requires_grad && foreign.Add(tensor.Handle)) bytes += TensorBytes.Of(tensor);
                continue;
            }

            foreach (var value in Values(next)) waiting.Push(value);
        }

        return bytes;
    }

    // Contexts lead to the whole run, and a probe's strategy stands beside them.
    private static bool Skipped(object value) =>
        value is string or Pointer or MemberInfo or Assembly or Thread or ILearningContext or torch.Generator || value.GetType().IsPrimitive;

    private static IEnumerable<object> Values(object holder)
    {
        if (holder is Array array)
        {
            if (holder.GetType().GetElementType() is { IsPrimitive: true } or { IsPointer: true }) yield break;
            foreach (var item in array)
            {
                if (item is not null) yield return item;
            }

            yield break;
        }

        for (var type = holder.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own).Where(field => !field.FieldType.IsPointer && !field.FieldType.IsPrimitive))
            {
                if (field.FieldType.IsByRefLike) continue;
                if (field.GetValue(holder) is { } value) yield return value;
            }
        }
    }
}
