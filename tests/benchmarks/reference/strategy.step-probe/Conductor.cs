using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PluginHost.Benchmarks.Reference;

/// <summary>The program that measures, at the other end of a Unix socket: a line of JSON with an order, a line with the answer.</summary>
internal sealed class Conductor : IDisposable
{
    private readonly Socket _socket;
    private readonly StreamReader _orders;
    private readonly StreamWriter _answers;

    /// <summary>Connects.</summary>
    /// <param name="path">The socket's file.</param>
    public Conductor(string path)
    {
        _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        var stream = new NetworkStream(_socket);
        _orders = new(stream);
        _answers = new(stream) { AutoFlush = true };
    }

    /// <summary>Waits for the next order.</summary>
    /// <exception cref="OperationCanceledException">There will be none: the run ends.</exception>
    public JsonObject Next() => _orders.ReadLine() is { } line
        ? JsonNode.Parse(line)!.AsObject()
        : throw new OperationCanceledException("The program that measures has gone.");

    /// <summary>Answers the latest order.</summary>
    /// <param name="answer">The answer.</param>
    public void Answer(JsonObject answer) => _answers.WriteLine(answer.ToJsonString());

    /// <inheritdoc/>
    public void Dispose()
    {
        _answers.Dispose();
        _orders.Dispose();
        _socket.Dispose();
    }
}
