using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Parameters in PyTorch's order: own ones as registered, then each child's; a shared one comes once.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true)
                => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>Parameters with their dotted names, in PyTorch's order; a shared one comes once, under its first name.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
                => Distinct(Walk("", recurse, module => module._parameters));

            /// <summary>Buffers in the order of <see cref="named_buffers"/>.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true)
                => named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>Buffers with their dotted names; a shared one comes once.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
                => Distinct(Walk("", recurse, module => module.OwnBuffers(include_nonpersistent)));

            /// <summary>The direct child modules.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            /// <summary>The direct child modules with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children()
                => Distinct(_children.Select(entry => (entry.Key, entry.Value)));

            /// <summary>All modules below this one, parents before their children.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>
            /// All modules below this one with their dotted names, parents before their children; this one is not among them.
            /// </summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() => Distinct(Descendants(""));

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target)
                => Find(target, (module, name) => module._parameters.GetValueOrDefault(name));

            /// <summary>Whether there is a parameter of that dotted name.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>The buffer of that dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) => Find(target, (module, name) => module._buffers.GetValueOrDefault(name));

            /// <summary>Whether there is a buffer of that dotted name.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            private IEnumerable<KeyValuePair<string, Tensor>> OwnBuffers(bool includeTransient)
                => includeTransient ? _buffers : _buffers.Where(entry => !_transientBuffers.Contains(entry.Key));

            private IEnumerable<(string, T)> Walk<T>(string prefix, bool recurse, Func<Module, IEnumerable<KeyValuePair<string, T>>> own)
            {
                foreach (var (name, value) in own(this))
                {
                    yield return (prefix + name, value);
                }

                foreach (var (name, child) in recurse ? _children : [])
                {
                    foreach (var entry in child.Walk($"{prefix}{name}.", recurse, own))
                    {
                        yield return entry;
                    }
                }
            }

            private IEnumerable<(string, Module)> Descendants(string prefix)
            {
                foreach (var (name, child) in _children)
                {
                    yield return (prefix + name, child);
                    foreach (var entry in child.Descendants($"{prefix}{name}."))
                    {
                        yield return entry;
                    }
                }
            }

            private static IEnumerable<(string, T)> Distinct<T>(IEnumerable<(string Name, T Value)> entries)
                where T : class
            {
                var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
                return entries.Where(entry => seen.Add(entry.Value));
            }

            private T? Find<T>(string target, Func<Module, string, T?> own)
                where T : class
            {
                var path = target.Split('.');
                var module = this;
                foreach (var name in path.AsSpan(0, path.Length - 1))
                {
                    if (!module._children.TryGetValue(name, out module))
                    {
                        return null;
                    }
                }

                return own(module, path[^1]);
            }
        }
    }
}
