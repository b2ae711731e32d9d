using PluginHost.Contracts;

namespace PluginHost.Backbones;

/// <summary>Makes the one finding that a fault ends in.</summary>
internal static class BackboneFault
{
    /// <summary>The file of the weights is missing or may not be read.</summary>
    public const string Missing = "BACKBONE01";

    /// <summary>The file is damaged, or is no ONNX file.</summary>
    public const string Damaged = "BACKBONE02";

    /// <summary>The file holds another kind of network.</summary>
    public const string Foreign = "BACKBONE03";

    /// <summary>Pictures have a shape that the network does not take.</summary>
    public const string Shape = "BACKBONE04";

    public static JobException Of(string code, string where, string what, string fix) =>
        new(new Finding { Code = code, Where = where, What = what, Fix = fix });
}
