namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>What jobs call the networks.</summary>
internal static class Words
{
    public static string Of(ObjectNetwork network) => network switch
    {
        ObjectNetwork.ClipVitB32 => "clip-vit-b32",
        ObjectNetwork.ResNet18 => "resnet18",
        ObjectNetwork.PretrainedResNet18 => "pretrained-resnet18",
        _ => "pixels",
    };

    public static string Of(MotionNetwork network) => network == MotionNetwork.VideoMaeBase ? "videomae-base" : "pixels";
}
