using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PluginHost.Tests.Stores;

/// <summary>A small NuGet feed on this machine: service index and flat container over the packages of a folder.</summary>
internal sealed class FeedServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public FeedServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Root = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Root);
        _listener.Start();
        Answer("v3/index.json", $$"""
            { "version": "3.0.0", "resources": [
              { "@id": "{{Root}}query", "@type": "SearchQueryService" },
              { "@id": "{{Root}}flat/", "@type": "PackageBaseAddress/3.0.0" } ] }
            """);
        _serving = Task.Run(ServeAsync);
    }

    public string Root { get; }

    public string Index => Root + "v3/index.json";

    /// <summary>A path whose answer breaks off half way.</summary>
    public string? Broken { get; set; }

    /// <summary>How many times it still breaks off.</summary>
    public int Breaks { get; set; } = int.MaxValue;

    /// <summary>Name and password that every request must bring; <see langword="null"/> for none.</summary>
    public (string Name, string Password)? Account { get; set; }

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    public void Answer(string path, string text) => Answer(path, Encoding.UTF8.GetBytes(text));

    public void Answer(string path, byte[] bytes) => _answers[path] = bytes;

    /// <summary>Offers the versions of one package.</summary>
    public void Offer(string id, params (string Version, string File)[] packages)
    {
        var versions = string.Join(", ", packages.Select(package => $"\"{package.Version}\""));
        Answer($"flat/{id}/index.json", $$"""{ "versions": [{{versions}}] }""");
        foreach (var (version, file) in packages) Answer($"flat/{id}/{version}/{id}.{version}.nupkg", File.ReadAllBytes(file));
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) await ServeAsync(await _listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath.TrimStart('/');
        Asked.Add(path);
        var credentials = Account is var (name, password) ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")) : null;
        if (credentials is not null && context.Request.Headers["Authorization"] != $"Basic {credentials}")
        {
            context.Response.StatusCode = 401;
            context.Response.AddHeader("WWW-Authenticate", "Basic realm=\"feed\"");
            context.Response.Close();
            return;
        }

        if (!_answers.TryGetValue(path, out var bytes))
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return;
        }

        context.Response.ContentLength64 = bytes.Length;
        if (path == Broken && Breaks-- > 0)
        {
            await context.Response.OutputStream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            context.Response.Abort();
            return;
        }

        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
