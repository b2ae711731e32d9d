namespace PluginHost.Tensors.Tests.Optim;

/// <summary>Digests of the three parameters of <see cref="Problem"/> after five steps (eight where gradients come now and then), as
/// Data/make_trajectories.py printed them: PyTorch 1.13.1 in float64 on a CPU.</summary>
internal static class TrajectoryReference
{
    internal const string NowAndThen = ", gradients now and then";

    internal static readonly Dictionary<string, double[]> Digests = new(StringComparer.Ordinal)
    {
        ["SGD"] = [2.1466539775014115, 1.7550446570746558, 1.0994081429887814],
        ["SGD momentum"] = [1.9880662502300632, 0.7288178735626453, 1.0994081429887814],
        ["SGD nesterov"] = [2.0297393570420215, 0.6913159169079921, 1.0994081429887814],
        ["Adam"] = [2.195614794567536, 2.116879613726994, 1.0994081429887814],
        ["Adam decay"] = [2.1947966082106047, 2.1199023905133005, 1.0994081429887814],
        ["AdamW"] = [2.1734632229444064, 2.094095071989948, 1.0994081429887814],
        ["SGD" + NowAndThen] = [2.238508423463073, 1.857497613421188, 0.9937778846188277],
        ["SGD momentum" + NowAndThen] = [2.165793706505439, 1.227467604924937, 0.8172523790218591],
        ["SGD nesterov" + NowAndThen] = [2.278053023735204, 1.0916869034186027, 0.7584882895021079],
        ["Adam" + NowAndThen] = [2.257423123843139, 2.1829435001231503, 0.9049932113934658],
        ["Adam decay" + NowAndThen] = [2.2561183700701815, 2.1846561303296568, 0.9055291057575104],
        ["AdamW" + NowAndThen] = [2.221510421377814, 2.164348722895729, 0.8948780754915218],
    };
}
