namespace PluginHost.Contracts;

/// <summary>
/// The run cannot go on although the job was well formed: a loss is not finite, a disk is full. The message says what, where and the way out;
/// state that was computed is kept. The host prints the message without a stack trace and exits with code 4.
/// </summary>
public sealed class RunFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where (experience, epoch, batch) and what may help.</param>
    /// <param name="cause">The underlying failure, if any.</param>
    public RunFailedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
