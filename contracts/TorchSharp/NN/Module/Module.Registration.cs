using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Adds a parameter under a name without dots; null leaves the name unset.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter? param)
            {
                if (param is null)
                {
                    _parameters.Remove(name);
                    return;
                }

                CheckName(name, "Parameter");
                _parameters.Add(name, param);
                param.DetachFromDisposeScope();
            }

            /// <summary>Adds a tensor that is state but no parameter; only a persistent one is in the state dictionary.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                CheckName(name, "Buffer");
                _buffers.Add(name, tensor);
                tensor.DetachFromDisposeScope();
                if (!persistent)
                {
                    _transientBuffers.Add(name);
                }
            }

            /// <summary>Adds a child module; null removes the child of that name.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module? submodule)
            {
                if (submodule is null)
                {
                    _children.Remove(name);
                    return;
                }

                CheckName(name, "Sub-module");
                submodule.RegisterComponents();
                _children.Add(name, submodule);
            }

            /// <summary>Same as <see cref="register_module"/>.</summary>
            public void add_module(string name, Module? module) => register_module(name, module);

            /// <summary>
            /// Registers the fields of this object and of its base classes that hold modules, parameters or tensors, in declaration
            /// order and under the field's (or automatic property's) name or that of its <see cref="ComponentNameAttribute"/>. What is
            /// registered already, by whatever name, is left as it is, so a second call does no harm.
            /// </summary>
            protected internal virtual void RegisterComponents()
            {
                foreach (var (name, value) in ComponentFields())
                {
                    switch (value)
                    {
                        case Module module when !_children.Values.Contains(module, ReferenceEqualityComparer.Instance):
                            register_module(name, module);
                            break;
                        case Parameter parameter when !_parameters.Values.Contains(parameter, ReferenceEqualityComparer.Instance):
                            register_parameter(name, parameter);
                            break;
                        case Tensor tensor and not Modules.Parameter
                            when !_buffers.Values.Contains(tensor, ReferenceEqualityComparer.Instance):
                            register_buffer(name, tensor);
                            break;
                    }
                }
            }

            /// <summary>The parameter of that name, or null.</summary>
            private protected Parameter? OwnParameter(string name) => _parameters.GetValueOrDefault(name);

            /// <summary>The buffer of that name, or null.</summary>
            private protected Tensor? OwnBuffer(string name) => _buffers.GetValueOrDefault(name);

            /// <summary>Registers, replaces (the old one is not freed: others may hold it) or removes a parameter.</summary>
            private protected void SetParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    _parameters.Remove(name);
                    return;
                }

                value.DetachFromDisposeScope();
                _parameters[name] = value;
            }

            /// <summary>Registers, replaces or removes a buffer.</summary>
            private protected void SetBuffer(string name, Tensor? value)
            {
                if (value is null)
                {
                    _buffers.Remove(name);
                    return;
                }

                value.DetachFromDisposeScope();
                _buffers[name] = value;
            }

            /// <summary>Replaces a child module.</summary>
            private protected void SetModule(string name, Module value)
            {
                value.RegisterComponents();
                _children[name] = value;
            }

            /// <summary>Puts other children in the place of all there are; none is freed.</summary>
            private protected void SetModules(IEnumerable<(string Name, Module Module)> children)
            {
                _children.Clear();
                foreach (var (name, child) in children)
                {
                    SetModule(name, child);
                }
            }

            private IEnumerable<(string Name, object? Value)> ComponentFields()
            {
                var lineage = new Stack<Type>();
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    lineage.Push(type);
                }

                const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                foreach (var field in lineage.SelectMany(type => type.GetFields(Own)))
                {
                    if (typeof(Module).IsAssignableFrom(field.FieldType) || typeof(Tensor).IsAssignableFrom(field.FieldType))
                    {
                        yield return (ComponentName(field), field.GetValue(this));
                    }
                }
            }

            private static string ComponentName(FieldInfo field)
            {
                if (field.GetCustomAttribute<ComponentNameAttribute>()?.Name is { } given)
                {
                    return given;
                }

                // An automatic property <Name>k__BackingField goes by the property's name.
                return field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
            }

            private void CheckName(string name, string what)
            {
                if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal))
                {
                    throw new ArgumentException($"{what} name must be neither empty nor contain a dot, got '{name}'.", nameof(name));
                }

                if (_parameters.ContainsKey(name) || _buffers.ContainsKey(name) || _children.ContainsKey(name))
                {
                    throw new InvalidOperationException($"{what} '{name}' is already registered in module '{_name}'.");
                }
            }
        }
    }
}
