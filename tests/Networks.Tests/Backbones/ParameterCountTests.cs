namespace PluginHost.Networks.Tests;

public class ParameterCountTests
{
    private static long Count(nn.Module module) => module.parameters().Sum(parameter => parameter.numel());

    [Fact]
    public void A_small_ResNet_of_depth_32_has_the_463504_parameters_of_the_survey_of_class_incremental_learning() =>
        Count(ResNets.Small(32, 3, 0)).ShouldBe(463_504);

    [Fact]
    public void A_small_ResNet_of_depth_20_with_ten_classes_has_the_published_0_27_million() =>
        (Count(ResNets.Small(20, 3, 0)) + Count(new LinearHead(64, 10, 0))).ShouldBe(269_722);

    [Fact]
    public void A_small_ResNet_of_depth_8_has_one_block_in_each_stage() =>
        Count(ResNets.Small(8, 3, 0)).ShouldBe(
            (27 * 16) + 32 + (2 * 9 * 16 * 16) + 64 + (9 * 16 * 32) + (9 * 32 * 32) + 128 + (9 * 32 * 64) + (9 * 64 * 64) + 256);

    [Fact]
    public void Conv_4_for_pictures_of_84_pixels_has_the_published_113088_parameters_less_the_biases_and_1600_features()
    {
        var net = ConvNets.Create([3, 84, 84], [64, 64, 64, 64], 0);

        Count(net).ShouldBe(113_088 - (4 * 64));
        net.Features.ShouldBe(1600);
    }

    [Fact]
    public void ResNet_18_with_the_large_stem_has_torchvisions_number_without_its_class_layer() =>
        Count(ResNets.ResNet18(3, 0, ResNetStem.Large)).ShouldBe(11_689_512 - 513_000);

    [Fact]
    public void ResNet_18_with_the_small_stem_and_ten_classes_has_the_number_known_for_small_pictures() =>
        (Count(ResNets.ResNet18(3, 0)) + Count(new LinearHead(512, 10, 0))).ShouldBe(11_173_962);

    [Fact]
    public void A_ViT_tiny_has_the_5717416_parameters_of_DeiT_tiny_with_its_class_layer()
    {
        var vit = VisionTransformers.Create(new(ImageSize: 224, Patch: 16, Width: 192, Depth: 12, Heads: 3), 0);

        (Count(vit) + Count(new LinearHead(192, 1000, 0))).ShouldBe(5_717_416);
    }

    [Fact]
    public void More_input_channels_widen_the_first_convolution_alone() =>
        (Count(ResNets.Small(8, 5, 0)) - Count(ResNets.Small(8, 3, 0))).ShouldBe(2 * 9 * 16);

    [Fact]
    public void Bytes_are_four_per_parameter_and_count_occupants()
    {
        var net = ResNets.Small(8, 3, 0);
        var before = net.ParameterBytes;

        net.SiteAt("stage2.0.film1").Occupy(ScaleShift.Film(32));

        before.ShouldBe(4 * Count(ResNets.Small(8, 3, 0)));
        (net.ParameterBytes - before).ShouldBe(4 * 64);
    }
}
