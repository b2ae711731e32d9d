namespace PluginHost.Training;

/// <summary>What a run computes with.</summary>
internal static class StreamBackend
{
    /// <summary>Opens the job's device, sets the compute threads of the calling thread, and says what there is.</summary>
    /// <param name="parts">The parts of the job.</param>
    /// <returns>The device.</returns>
    public static Device Prepare(JobParts parts)
    {
        var device = Devices.Open(parts.Run.Device);
        set_num_threads(parts.Run.Threads);
        parts.Events.Publish(new MessageReported
        {
            Text = $"libtorch {Libtorch.Version} on {device}: compute threads {get_num_threads()}, {Libtorch.BlasName}, "
                + $"loader threads {parts.Options.LoaderThreads}.",
        });
        return device;
    }
}
