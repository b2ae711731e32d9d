using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Json;

namespace PluginHost.Feeds;

/// <summary>
/// A NuGet feed of protocol version 3, of which it uses the service index and the flat container (resource
/// <c>PackageBaseAddress/3.0.0</c>).
/// </summary>
internal sealed class HttpFeed(Uri index, long largestPackage) : IPackageFeed
{
    private const int LargestAnswer = 16 * 1024 * 1024;
    private const string ContainerType = "PackageBaseAddress/3";

    private readonly HttpClient _client = new()
    {
        Timeout = TimeSpan.FromSeconds(100),
        MaxResponseContentBufferSize = LargestAnswer,
        DefaultRequestHeaders = { { "User-Agent", $"PluginHost/{HostVersion.Text}" } },
    };

    private Uri? _container;

    public string Display => index.ToString();

    public async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken)
    {
        var container = await ContainerAsync(cancellationToken);
        var answer = await GetJsonAsync(new Uri(container, $"{Lower(id)}/index.json"), mayBeMissing: true, cancellationToken);
        return
        [
            .. (answer?["versions"] as JsonArray ?? [])
                .Select(item => JsonWords.TryString(item, out var text) && NuGetVersion.TryParse(text, out var version) ? version : null)
                .OfType<NuGetVersion>(),
        ];
    }

    public async Task DownloadAsync(string id, NuGetVersion version, string file, CancellationToken cancellationToken)
    {
        var container = await ContainerAsync(cancellationToken);
        var (name, number) = (Lower(id), version.ToNormalizedString().ToLowerInvariant());
        var address = new Uri(container, $"{name}/{number}/{name}.{number}.nupkg");
        try
        {
            using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            var promised = response.Content.Headers.ContentLength;
            await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var sink = new FileStream(file, FileMode.Create, FileAccess.Write);
            var buffer = new byte[1 << 16];
            var total = 0L;
            for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0; total += read)
            {
                if (total + read > largestPackage) throw new FeedException($"{address} is larger than {largestPackage} bytes");
                await sink.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            if (promised is { } length && length != total) throw new FeedException($"{address} ended after {total} of {length} bytes");
        }
        catch (Exception exception) when (IsTransport(exception, cancellationToken))
        {
            throw new FeedException($"cannot download {address}: {exception.Message}", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Uri> ContainerAsync(CancellationToken cancellationToken)
    {
        if (_container is not null) return _container;
        var answer = await GetJsonAsync(index, mayBeMissing: false, cancellationToken);
        var resource = (answer?["resources"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(
            resource => JsonWords.TryString(resource["@type"], out var type) && type.StartsWith(ContainerType, StringComparison.Ordinal));
        if (!JsonWords.TryString(resource?["@id"], out var text) || !Uri.TryCreate(index, text, out var address))
            throw new FeedException($"{index} names no {ContainerType}.0.0: it is no index of a NuGet feed (version 3)");
        return _container = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    private async Task<JsonNode?> GetJsonAsync(Uri address, bool mayBeMissing, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(address, cancellationToken);
            if (mayBeMissing && response.StatusCode == HttpStatusCode.NotFound) return null;
            response.EnsureSuccessStatusCode();
            return JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)) as JsonObject;
        }
        catch (Exception exception) when (exception is JsonException || IsTransport(exception, cancellationToken))
        {
            throw new FeedException($"cannot read {address}: {exception.Message}", exception);
        }
    }

    private static string Lower(string id) => Uri.EscapeDataString(id.ToLowerInvariant());

    private static bool IsTransport(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
