namespace PluginHost.Conformance.Wayward;

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
