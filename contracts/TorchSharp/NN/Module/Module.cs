using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: parameters, buffers and child modules under names. A module owns what is registered with it: it is
        /// taken out of any dispose scope and freed by <see cref="Dispose()"/>. Modules are not thread-safe.
        /// </summary>
        public abstract partial class Module : IDisposable
        {
            private readonly string _name;
            private readonly OrderedDictionary<string, Parameter> _parameters = [];
            private readonly OrderedDictionary<string, Tensor> _buffers = [];
            private readonly OrderedDictionary<string, Module> _children = [];
            private readonly HashSet<string> _transientBuffers = [];
            private bool _disposed;

            /// <summary>Names the module; the name shows in texts only, a state dictionary uses the names of registration.</summary>
            protected Module(string name) => _name = name;

            /// <summary>Whether the module behaves as in training (dropout on, batch statistics in use).</summary>
            public bool training { get; private set; } = true;

            /// <summary>The name given to the constructor.</summary>
            public virtual string GetName() => _name;

            /// <summary>Sets this module and all below it to training, or to evaluation.</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in _children.Values)
                {
                    child.train(train);
                }
            }

            /// <summary>Sets this module and all below it to evaluation.</summary>
            public virtual void eval() => train(false);

            /// <summary>Clears the gradients of all parameters: frees them, or sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }

                    parameter.grad?.zero_();
                }
            }

            /// <summary>Calls <paramref name="fn"/> on every module below, children first, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in _children.Values)
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            /// <summary>Sets whether gradients are computed for the parameters.</summary>
            public virtual Module requires_grad_(bool requires_grad = true)
            {
                foreach (var parameter in parameters())
                {
                    parameter.requires_grad = requires_grad;
                }

                return this;
            }

            /// <summary>Frees parameters, buffers and children.</summary>
            public void Dispose()
            {
                Dispose(disposing: true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees parameters, buffers and children when <paramref name="disposing"/>.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                {
                    return;
                }

                _disposed = true;
                foreach (var child in _children.Values)
                {
                    child.Dispose();
                }

                foreach (var tensor in _parameters.Values.Concat(_buffers.Values))
                {
                    tensor.Dispose();
                }
            }

            /// <inheritdoc/>
            public override string ToString() => $"{_name}({string.Join(", ", _children.Keys)})";
        }
    }
}
