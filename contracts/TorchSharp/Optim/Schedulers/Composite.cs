namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>State of schedules made of schedules.</summary>
                internal static class Composite
                {
                    internal static Dictionary<string, double> Save(Dictionary<string, double> state, LRScheduler[] parts)
                    {
                        foreach (var (i, part) in parts.Index())
                        {
                            foreach (var (name, value) in part.Save())
                            {
                                state[$"part.{i}.{name}"] = value;
                            }
                        }

                        return state;
                    }

                    internal static void Load(IReadOnlyDictionary<string, double> state, LRScheduler[] parts)
                    {
                        foreach (var (i, part) in parts.Index())
                        {
                            var prefix = $"part.{i}.";
                            part.Load(state.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                                .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value));
                        }
                    }
                }
            }
        }
    }
}
