namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a function keeps from its forward step for its backward step.</summary>
        public sealed class AutogradContext : IDisposable
        {
            private readonly List<Tensor> _saved = [];
            private readonly Dictionary<string, object> _data = new(StringComparer.Ordinal);

            internal AutogradContext()
            {
            }

            internal HashSet<IntPtr> NotDifferentiable { get; } = [];

            /// <summary>Keeps tensors alive, beyond any dispose scope, until the graph is freed.</summary>
            public void save_for_backward(List<Tensor> tensors)
            {
                foreach (var tensor in tensors)
                {
                    _saved.Add(tensor.Share().DetachFromDisposeScope());
                }
            }

            public List<Tensor> get_saved_variables() => [.. _saved];

            public void save_data(string key, object value) => _data[key] = value;

            public object get_data(string key) => _data[key];

            /// <summary>Inputs that the forward step changed in place; libtorch counts their versions itself.</summary>
            public void mark_dirty(List<Tensor> tensors)
            {
                foreach (var tensor in tensors)
                {
                    ArgumentNullException.ThrowIfNull(tensor);
                }
            }

            /// <summary>Outputs that take no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors)
            {
                foreach (var tensor in tensors)
                {
                    NotDifferentiable.Add(tensor.Handle);
                }
            }

            public void Dispose()
            {
                foreach (var tensor in _saved)
                {
                    tensor.Dispose();
                }

                _saved.Clear();
                _data.Clear();
            }

            /// <summary>An output saved as it is would keep its own graph alive for ever: its detached twin is kept instead.</summary>
            internal void BreakCycles(Tensor output)
            {
                for (var i = 0; i < _saved.Count; i++)
                {
                    if (_saved[i].Handle == output.Handle)
                    {
                        var twin = _saved[i].detach().DetachFromDisposeScope();
                        _saved[i].Dispose();
                        _saved[i] = twin;
                    }
                }
            }
        }
    }
}
