using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>The default random generators of all devices, for checkpoints that must continue exactly.</summary>
public static class RandomState
{
    /// <summary>The whole state of a device's default generator, as bytes.</summary>
    public static Tensor Get(Device device)
    {
        using var generator = Generator.ForDevice(device);
        return generator.get_state();
    }

    /// <summary>Continues a device's default generator from a state that <see cref="Get"/> gave on a device of the same kind.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The bytes are no state of such a generator.</exception>
    public static void Set(Device device, Tensor state)
    {
        using var generator = Generator.ForDevice(device);
        generator.set_state(state);
    }

    /// <summary>Seeds one device's default generator.</summary>
    public static void Seed(Device device, long seed)
    {
        using var generator = Generator.ForDevice(device);
        generator.manual_seed(seed);
    }
}
