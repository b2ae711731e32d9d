using System.Reflection;

namespace TorchSharp.Modules;

/// <summary>Numbers and flags of a parameter group; one that is null is taken from the optimizer's own.</summary>
public class OptimizerOptions
{
    /// <summary>The learning rate of the next step.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The learning rate at the start; set by the first schedule, 0 before.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>A copy in which what is null here comes from <paramref name="defaults"/>.</summary>
    internal OptimizerOptions Completed(OptimizerOptions defaults)
    {
        var copy = (OptimizerOptions)MemberwiseClone();
        foreach (var property in Properties())
        {
            property.SetValue(copy, property.GetValue(this) ?? property.GetValue(defaults));
        }

        return copy;
    }

    /// <summary>All options by name, flags as 0 or 1.</summary>
    internal IEnumerable<(string Name, double Value)> ToNumbers()
    {
        foreach (var property in Properties())
        {
            switch (property.GetValue(this))
            {
                case double number:
                    yield return (property.Name, number);
                    break;
                case long number:
                    yield return (property.Name, number);
                    break;
                case bool flag:
                    yield return (property.Name, flag ? 1.0 : 0.0);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Sets the options that are named.</summary>
    internal void FromNumbers(IReadOnlyDictionary<string, double> numbers)
    {
        foreach (var property in Properties())
        {
            if (numbers.TryGetValue(property.Name, out var number))
            {
                var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                property.SetValue(this, type == typeof(bool) ? number != 0.0 : type == typeof(long) ? (long)number : (object)number);
            }
        }
    }

    private PropertyInfo[] Properties() => GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public);
}
