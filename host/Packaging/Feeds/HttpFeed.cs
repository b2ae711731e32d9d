using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace PluginHost.Feeds;

/// <summary>A NuGet feed of protocol version 3, asked through NuGet.Protocol with the credentials that its source has.</summary>
internal sealed class HttpFeed(PackageSource source, long largestPackage) : IPackageFeed
{
    private readonly SourceRepository _repository = Repository.Factory.GetCoreV3(source);

    // Straight to our file: a copy in NuGet's own cache would be written before its size is checked.
    private readonly SourceCacheContext _cache = new() { NoCache = true, DirectDownload = true };

    private FindPackageByIdResource? _packages;

    public string Display => source.Name == source.Source ? source.Source : $"{source.Name} ({source.Source})";

    public async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string id, CancellationToken cancellationToken)
    {
        var packages = await PackagesAsync(cancellationToken);
        try
        {
            return [.. await packages.GetAllVersionsAsync(id, _cache, NullLogger.Instance, cancellationToken)];
        }
        catch (Exception exception) when (IsTransport(exception, cancellationToken))
        {
            throw new FeedException($"cannot read the versions of {id} at {source.Source}: {Root(exception).Message}", exception);
        }
    }

    public async Task DownloadAsync(string id, NuGetVersion version, string file, CancellationToken cancellationToken)
    {
        var packages = await PackagesAsync(cancellationToken);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var sink = new BoundedFile(file, largestPackage, stopping.Cancel);
        var name = $"{id}.{version.ToNormalizedString()}.nupkg";
        try
        {
            if (!await packages.CopyNupkgToStreamAsync(id, version, sink, _cache, NullLogger.Instance, stopping.Token))
                throw new FeedException($"{source.Source} lists {name} and does not have it");
        }
        catch (Exception exception) when (sink.IsExceeded)
        {
            throw new FeedException($"{name} is larger than {largestPackage} bytes", exception);
        }
        catch (Exception exception) when (IsTransport(exception, cancellationToken))
        {
            throw new FeedException($"cannot download {name} from {source.Source}: {Root(exception).Message}", exception);
        }
    }

    public void Dispose() => _cache.Dispose();

    private async Task<FindPackageByIdResource> PackagesAsync(CancellationToken cancellationToken)
    {
        if (_packages is not null) return _packages;
        try
        {
            var index = await _repository.GetResourceAsync<ServiceIndexResourceV3>(cancellationToken);
            if (index is null) throw new FeedException(NoIndex("its address does not end in index.json"));
            if (index.GetServiceEntryUri(ServiceTypes.PackageBaseAddress) is not null
                && await _repository.GetResourceAsync<FindPackageByIdResource>(cancellationToken) is { } packages)
                return _packages = packages;
        }
        catch (Exception exception) when (Root(exception) is HttpRequestException or IOException && IsTransport(exception, cancellationToken))
        {
            throw new FeedException($"cannot read {source.Source}: {Root(exception).Message}", exception);
        }
        catch (Exception exception) when (IsTransport(exception, cancellationToken))
        {
            throw new FeedException(NoIndex(Root(exception).Message), exception);
        }

        throw new FeedException(NoIndex("it names no PackageBaseAddress"));
    }

    private string NoIndex(string why) => $"{source.Source} is no index of a NuGet feed (version 3): {why}";

    private static Exception Root(Exception exception)
    {
        while (exception is FatalProtocolException or AggregateException && exception.InnerException is { } inner) exception = inner;
        return exception;
    }

    private static bool IsTransport(Exception exception, CancellationToken cancellationToken) =>
        exception is FatalProtocolException or HttpRequestException or IOException or InvalidDataException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
