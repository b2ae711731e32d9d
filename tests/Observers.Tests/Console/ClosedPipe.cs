using System.Text;

namespace PluginHost.Tests.Observers.Console;

internal sealed class ClosedPipe : TextWriter
{
    public int Attempts { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(string? value)
    {
        Attempts++;
        throw new IOException("Broken pipe");
    }
}
