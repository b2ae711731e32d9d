using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Onnx;
using PluginHost.Backbones;

namespace PluginHost.Networks.Tests;

public class PretrainedResNetTests
{
    private static readonly byte[] Weights = File.ReadAllBytes(PretrainedResNet.CachedPath());

    private static readonly Backbone Net = PretrainedResNet.Load();

    [Fact]
    public void It_has_the_files_15897152_parameters_in_blocks_of_2_2_2_and_3()
    {
        Net.parameters().Sum(parameter => parameter.numel()).ShouldBe(15_897_152);
        Net.named_parameters().Count(pair => pair.name.EndsWith("conv1.weight", StringComparison.Ordinal)).ShouldBe(9);
        Net.training.ShouldBeFalse();
        Net.Features.ShouldBe(512);
    }

    [Theory]
    [InlineData(224, 224)]
    [InlineData(96, 96)]
    [InlineData(64, 160)]
    public void Its_features_are_those_of_ONNX_Runtime(int height, int width)
    {
        using var input = PretrainedResNet.Prepare(Pictures(height, width));
        using var quiet = no_grad();

        // Features reach 10 and more.
        (Net.call(input) - Reference(input)).abs().max().ToDouble().ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Preparing_turns_red_green_blue_around_and_takes_the_mean_off()
    {
        var pictures = tensor(new[] { 1f, 0.5f, 0.25f }, [1, 3, 1, 1]);

        PretrainedResNet.Prepare(pictures).flatten().data<float>().ToArray().ShouldBe([(0.25f * 255) - 104, (0.5f * 255) - 117, 255 - 123]);
        Should.Throw<JobException>(() => PretrainedResNet.Prepare(zeros(1, 1, 8, 8))).Message.ShouldContain("Give (N, 3, H, W)");
    }

    [Fact]
    public void A_missing_file_is_one_finding_with_the_command_that_fetches_it()
    {
        var finding = Should.Throw<JobException>(() => PretrainedResNet.Load("/nowhere/resnet.onnx")).Findings.ShouldHaveSingleItem();

        finding.Where.ShouldBe("/nowhere/resnet.onnx");
        finding.What.ShouldBe("The file with the weights is not there.");
        finding.Fix!.ShouldContain("dotnet package download Microsoft.ML.DnnImageFeaturizer.ResNet18@");
    }

    [Fact]
    public void A_file_that_holds_something_else_is_one_finding()
    {
        Finding(_ => "no ONNX"u8.ToArray()).What.ShouldBe("The file is damaged, or is no ONNX file.");
        Finding(_ => []).What.ShouldBe("The file is damaged, or is no ONNX file.");
        Finding(model => Changed(model, graph => graph.Node[2].OpType = "Sigmoid")).What.ShouldContain("it has an operation 'Sigmoid'");
        Finding(model => Changed(model, graph => graph.Node.RemoveAt(1))).What.ShouldContain("no batch norm follows");
        Finding(model => Changed(model, graph => graph.Initializer.First(value => value.Name == "Parameter10").FloatData.RemoveAt(0)))
            .What.ShouldContain("'Parameter10' has not as many float32 numbers as its shape says");
    }

    private static Finding Finding(Func<ModelProto, byte[]> change)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, change(ModelProto.Parser.ParseFrom(Weights)));
            return Should.Throw<JobException>(() => PretrainedResNet.Load(path)).Findings.ShouldHaveSingleItem();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Changed(ModelProto model, Action<GraphProto> change)
    {
        change(model.Graph);
        return model.ToByteArray();
    }

    private static Tensor Pictures(int height, int width) => 0.5 + (0.5 * TestData.Wave("input", 2, 3, height, width));

    /// <summary>
    /// The file's graph for another size: the mean over 7x7 pixels becomes the mean over all, sizes are left to the input.
    /// </summary>
    private static Tensor Reference(Tensor input)
    {
        var model = ModelProto.Parser.ParseFrom(Weights);
        var graph = model.Graph;
        var last = graph.Node.Single(node => node.OpType == "AveragePool");
        (last.OpType, graph.Output[0].Type.TensorType.Shape) = ("GlobalAveragePool", null);
        last.Attribute.Clear();
        graph.ValueInfo.Clear();
        var picture = graph.Input.Single(value => value.Name == "Input247");
        var shape = picture.Type.TensorType.Shape;
        for (var axis = 0; axis < 4; axis++) shape.Dim[axis].DimValue = input.size(axis);
        using var session = new InferenceSession(model.ToByteArray());
        var values = new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(input.contiguous().data<float>().ToArray(),
            [.. input.shape.Select(size => (int)size)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(picture.Name, values)]);
        return tensor(results.Single().AsEnumerable<float>().ToArray(), [input.size(0), 512]);
    }
}
