using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The numbers of a recurrent network.</summary>
internal sealed record RecurrentShape(
    long Input, long Hidden, long Layers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional, Device? Device, ScalarType? Type);
