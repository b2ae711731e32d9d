using static TorchSharp.torch;

namespace PluginHost.Tensors.Pickles;

/// <summary>
/// Goes through what a pickle built. Bounds on depth and visits end also values that contain themselves or unfold without end.
/// </summary>
internal sealed class PickleTree
{
    private const int Deepest = 64;
    private const int MostVisits = 1_000_000;
    private const int LongestPath = 4096;
    private readonly PickleFault _fault;
    private readonly Action<string, Tensor> _visit;
    private int _visits;

    private PickleTree(PickleFault fault, Action<string, Tensor> visit) => (_fault, _visit) = (fault, visit);

    /// <summary>Visits every tensor with its path, and refuses values that are no data.</summary>
    internal static void Walk(object? root, PickleFault fault, Action<string, Tensor> visit) =>
        new PickleTree(fault, visit).Walk(root, "", 0);

    private void Walk(object? value, string path, int depth)
    {
        if (depth > Deepest) throw _fault.Of($"its values are nested more than {Deepest} deep");
        if (++_visits > MostVisits) throw _fault.Of($"it holds more than {MostVisits} values");

        switch (value)
        {
            case Tensor tensor:
                _visit(path, tensor);
                break;
            case Dictionary<object, object?> dictionary:
                foreach (var (key, item) in dictionary)
                    Walk(item, Join(path, Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture)!), depth + 1);

                break;
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count; i++)
                    Walk(list[i], Join(path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), depth + 1);

                break;
            case AllowedGlobal global:
                throw _fault.Of($"it holds {global.Name} itself where a value is expected");
            case PickledStorage:
                throw _fault.Of("it holds a bare storage; only tensors over storages are read");
        }
    }

    private string Join(string path, string name) => path.Length + name.Length >= LongestPath
        ? throw _fault.Of($"it has a name of {LongestPath} or more characters")
        : path.Length == 0 ? name : $"{path}.{name}";
}
