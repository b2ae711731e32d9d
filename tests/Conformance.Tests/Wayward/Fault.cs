using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Conformance.Wayward;

[JsonConverter(typeof(FaultWords))]
public enum Fault
{
    None,
    BuildThrows,
    StepThrows,
    DrawsFromTheClock,
    ForgetsItsState,
    DisposeThrows,
    StaticHandler,
    RunningThread,
    HidesItsTensors,
    HearsTests,
}

/// <summary>Faults as a job names them: with a small letter first.</summary>
public sealed class FaultWords() : JsonStringEnumConverter<Fault>(JsonNamingPolicy.CamelCase);
