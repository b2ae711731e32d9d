using Google.Protobuf;
using Onnx;
using PluginHost.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Backbones;

/// <summary>
/// Reads a ResNet of basic blocks from an ONNX file. The number of blocks and their widths follow from the file: a 7x7 convolution, then
/// pairs of 3x3 convolutions, each followed by a batch norm, with a 1x1 convolution beside the first pair of a stage.
/// </summary>
internal static class OnnxResNet
{
    private static readonly string[] s_known = ["Conv", "BatchNormalization", "Relu", "MaxPool", "Add", "AveragePool", "GlobalAveragePool"];

    public static Backbone Read(string path)
    {
        var graph = Parse(path);
        var convolutions = Convolutions(path, graph);
        var blocks = Blocks(path, convolutions);
        var stages = Stages(blocks);
        var widths = stages.Select(stage => stage[0].Second.Outputs).ToArray();
        if (widths[0] != convolutions[0].Outputs) throw Foreign(path, "the first stage changes the width");
        var net = ResNets.Create(new([.. stages.Select(stage => stage.Count)], widths, ResNetStem.Large, ResNetShortcut.Projection,
            (int)convolutions[0].Weight.Dims[1]), seed: 0);
        Fill(path, net, convolutions[0], stages);
        net.eval();
        return net;
    }

    private static GraphProto Parse(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var graph = ModelProto.Parser.ParseFrom(stream).Graph;
            if (graph is { Node.Count: > 0 }) return graph;
        }
        catch (InvalidProtocolBufferException)
        {
            // Said below, like a file without a graph.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var cause = error is FileNotFoundException or DirectoryNotFoundException ? "is not there" : "cannot be read";
            throw BackboneFault.Of(BackboneFault.Missing, path, $"The file with the weights {cause}.",
                $"Fetch it with '{PretrainedResNet.FetchCommand}', or give the path of an ONNX file.");
        }

        throw BackboneFault.Of(BackboneFault.Damaged, path, "The file is damaged, or is no ONNX file.",
            $"Fetch it anew with '{PretrainedResNet.FetchCommand}', or give the path of another ONNX file.");
    }

    private static Exception Foreign(string path, string what) =>
        BackboneFault.Of(BackboneFault.Foreign, path, $"The network is no ResNet of basic blocks: {what}.",
            "Give the ONNX file of such a ResNet.");

    /// <summary>Every convolution with the batch norm behind it, in the file's order.</summary>
    private static Convolution[] Convolutions(string path, GraphProto graph)
    {
        if (graph.Node.FirstOrDefault(node => !s_known.Contains(node.OpType, StringComparer.Ordinal)) is { } other)
            throw Foreign(path, $"it has an operation '{other.OpType}'");
        var values = graph.Initializer.ToDictionary(value => value.Name, StringComparer.Ordinal);
        var norms = graph.Node.Where(node => node.OpType == "BatchNormalization")
            .ToDictionary(node => node.Input[0], StringComparer.Ordinal);
        var found = new List<Convolution>();
        foreach (var node in graph.Node.Where(node => node.OpType == "Conv"))
        {
            if (!norms.TryGetValue(node.Output[0], out var norm)) throw Foreign(path, $"no batch norm follows '{node.Output[0]}'");
            if (Math.Abs((norm.Attribute.FirstOrDefault(attribute => attribute.Name == "epsilon")?.F ?? 1e-5f) - 1e-5f) > 1e-9f)
                throw Foreign(path, "a batch norm has another epsilon than 1e-5");
            string[] names = [.. node.Input.Skip(1), .. norm.Input.Skip(1)];
            if (names.Length != 5 || !names.All(values.ContainsKey) || values[names[0]].Dims.Count != 4)
                throw Foreign(path, $"'{node.Output[0]}' has a bias, or its values are not in the file");
            var stride = node.Attribute.FirstOrDefault(attribute => attribute.Name == "strides")?.Ints.FirstOrDefault() ?? 1;
            found.Add(new Convolution(node.Input[0], values[names[0]], [.. names.Skip(1).Select(name => values[name])], (int)stride));
        }

        if (found.Count == 0 || found[0].Kernel != 7 || found[0].Stride != 2)
            throw Foreign(path, "it does not begin with a 7x7 convolution of stride 2");
        return [.. found];
    }

    private static List<Block> Blocks(string path, Convolution[] convolutions)
    {
        var projections = convolutions.Where(convolution => convolution.Kernel == 1)
            .ToDictionary(convolution => convolution.Input, StringComparer.Ordinal);
        var pairs = convolutions.Skip(1).Where(convolution => convolution.Kernel != 1).Chunk(2).ToArray();
        if (pairs.Length == 0 || pairs.Any(pair => pair.Length != 2 || pair.Any(convolution => convolution.Kernel != 3)))
            throw Foreign(path, "its 3x3 convolutions do not come in pairs");
        List<Block> blocks = [.. pairs.Select(pair => new Block(pair[0], pair[1], projections.GetValueOrDefault(pair[0].Input)))];
        if (blocks.Count(block => block.Projection is not null) != projections.Count)
            throw Foreign(path, "a 1x1 convolution is no shortcut");
        return blocks;
    }

    /// <summary>A stage begins where the picture shrinks.</summary>
    private static List<List<Block>> Stages(List<Block> blocks)
    {
        var stages = new List<List<Block>>();
        foreach (var block in blocks)
        {
            if (stages.Count == 0 || block.First.Stride == 2) stages.Add([]);
            stages[^1].Add(block);
        }

        return stages;
    }

    private static void Fill(string path, Backbone net, Convolution stem, List<List<Block>> stages)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var targets = net.named_parameters().Select(pair => (pair.name, Tensor: (Tensor)pair.parameter))
            .Concat(net.named_buffers().Select(pair => (pair.name, Tensor: pair.buffer)))
            .Where(pair => !pair.name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .ToDictionary(pair => pair.name, pair => pair.Tensor, StringComparer.Ordinal);

        void Put(string owner, string suffix, Convolution source)
        {
            string[] names = ["conv.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var"];
            foreach (var (name, value) in names.Zip([source.Weight, .. source.Norm]))
            {
                var full = owner + "." + name.Replace(".", suffix + ".", StringComparison.Ordinal);
                if (!targets.Remove(full, out var target) || !target.shape.AsSpan().SequenceEqual([.. value.Dims]))
                    throw Foreign(path, $"'{value.Name}' does not fit '{full}'");
                target.copy_(Values(path, value));
            }
        }

        Put("stem", "", stem);
        for (var stage = 0; stage < stages.Count; stage++)
        {
            for (var block = 0; block < stages[stage].Count; block++)
            {
                var (owner, parts) = ($"stage{stage + 1}.{block}", stages[stage][block]);
                Put(owner, "1", parts.First);
                Put(owner, "2", parts.Second);
                if (parts.Projection is { } projection) Put(owner, "_shortcut", projection);
            }
        }

        if (targets.Count > 0) throw Foreign(path, $"there is nothing for '{targets.Keys.First()}'");
    }

    /// <summary>The numbers of a tensor, in either of ONNX's two ways to write them.</summary>
    private static Tensor Values(string path, TensorProto value)
    {
        var numbers = new float[value.Dims.Aggregate(1L, (product, size) => product * size)];
        var complete = value.FloatData.Count == numbers.Length || value.RawData.Length == 4L * numbers.Length;
        if (value.DataType != (int)TensorProto.Types.DataType.Float || !complete)
        {
            throw BackboneFault.Of(BackboneFault.Damaged, path, $"'{value.Name}' has not as many float32 numbers as its shape says.",
                "Fetch the file anew.");
        }

        if (value.FloatData.Count == numbers.Length) value.FloatData.CopyTo(numbers, 0);
        else Buffer.BlockCopy(value.RawData.ToByteArray(), 0, numbers, 0, 4 * numbers.Length);
        if (!Array.TrueForAll(numbers, float.IsFinite))
        {
            throw BackboneFault.Of(BackboneFault.Damaged, path, $"'{value.Name}' has numbers that are infinite or not a number.",
                "Fetch the file anew.");
        }

        return tensor(numbers, [.. value.Dims]);
    }

    private sealed record Convolution(string Input, TensorProto Weight, TensorProto[] Norm, int Stride)
    {
        public int Kernel => (int)Weight.Dims[2];

        public int Outputs => (int)Weight.Dims[0];
    }

    private sealed record Block(Convolution First, Convolution Second, Convolution? Projection);
}
