namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>
            /// Parameters and persistent buffers under PyTorch's names and in its order. The tensors are the module's own, not copies; a
            /// shared one is under each of its names.
            /// </summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                prefix = string.IsNullOrEmpty(prefix) || prefix.EndsWith('.') ? prefix : prefix + ".";
                foreach (var (name, parameter) in _parameters)
                {
                    destination[prefix + name] = parameter;
                }

                foreach (var (name, buffer) in OwnBuffers(includeTransient: false))
                {
                    destination[prefix + name] = buffer;
                }

                foreach (var (name, child) in _children)
                {
                    child.state_dict(destination, $"{prefix}{name}.");
                }

                return destination;
            }

            /// <summary>
            /// Copies values into parameters and buffers of the same names. Nothing is copied when anything is wrong.
            /// </summary>
            /// <param name="source">Named tensors of any device and type.</param>
            /// <param name="strict">Whether each name must be on both sides.</param>
            /// <param name="skip">Names to leave out of account.</param>
            /// <returns>Names the source lacks, and names the module lacks.</returns>
            /// <exception cref="InvalidOperationException">
            /// Shapes differ, or <paramref name="strict"/> and names differ; the message lists every such name.
            /// </exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var own = state_dict();
                List<string> missing = [.. own.Keys.Where(name => !source.ContainsKey(name) && !skip.Contains(name))];
                List<string> unexpected = [.. source.Keys.Where(name => !own.ContainsKey(name) && !skip.Contains(name))];
                var shared = own.Where(entry => source.ContainsKey(entry.Key) && !skip.Contains(entry.Key)).ToList();
                ReportMismatch(
                    strict ? missing : [],
                    strict ? unexpected : [],
                    [.. shared.Where(entry => !entry.Value.shape.AsSpan().SequenceEqual(source[entry.Key].shape))
                        .Select(entry => $"{entry.Key} ({Sizes(source[entry.Key])} given, {Sizes(entry.Value)} wanted)")]);

                using var guard = no_grad();
                using var scope = NewDisposeScope();
                foreach (var (name, tensor) in shared)
                {
                    if (!ReferenceEquals(tensor, source[name]))
                    {
                        tensor.copy_(source[name]);
                    }
                }

                return (missing, unexpected);
            }

            private void ReportMismatch(List<string> missing, List<string> unexpected, List<string> shapes)
            {
                List<string> complaints = [];
                Complain("missing", missing);
                Complain("unexpected", unexpected);
                Complain("of another shape", shapes);
                if (complaints.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The state dictionary does not fit module '{_name}': {string.Join("; ", complaints)}.");
                }

                void Complain(string what, List<string> names)
                {
                    if (names.Count > 0)
                    {
                        complaints.Add($"{names.Count} {what}: {string.Join(", ", names)}");
                    }
                }
            }

            private static string Sizes(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
        }
    }
}
