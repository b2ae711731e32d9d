using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PluginHost.Learning;

namespace PluginHost.Plugins.DatasetClassification.Splitting;

/// <summary>One sample as the division sees it.</summary>
/// <param name="Id">Unique in the set.</param>
/// <param name="Label">The class, counted from 0.</param>
/// <param name="Content">A digest of what the sample holds; equal for byte-identical samples.</param>
internal readonly record struct LabelledItem(string Id, int Label, UInt128 Content)
{
    /// <summary>The first 128 bits of SHA-256.</summary>
    public static UInt128 Digest(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}

/// <summary>
/// Divides samples by a hash of their ids: never by order, so that a sample keeps its split when others are added, taken out or listed
/// differently. Shares are met on average, not exactly in every class.
/// </summary>
internal static class StableSplit
{
    /// <summary>The split of every item. Byte-identical items go together: by the id that comes first in ordinal order.</summary>
    public static Split[] Assign(IReadOnlyList<LabelledItem> items, SplitOptions options)
    {
        var first = new Dictionary<UInt128, string>(items.Count);
        foreach (var item in items)
        {
            if (!first.TryGetValue(item.Content, out var id) || string.CompareOrdinal(item.Id, id) < 0) first[item.Content] = item.Id;
        }

        return [.. items.Select(item => Of(first[item.Content], options))];
    }

    /// <summary>The split of an id: test below the share of test, then validation, then training.</summary>
    public static Split Of(string id, SplitOptions options)
    {
        var place = Place(id, options.SplitSeed);
        return place < options.Test ? Split.Test : place < options.Test + options.Validation ? Split.Validation : Split.Train;
    }

    /// <summary>A number in [0, 1): the first 53 bits of SHA-256 over "SEED/ID" in UTF-8.</summary>
    public static double Place(string id, long seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{id}"), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
