using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PluginHost.Learning;

namespace PluginHost.DataSets.Splitting;

/// <summary>One sample as the division sees it.</summary>
/// <param name="Id">Unique in the set.</param>
/// <param name="Label">The class, counted from 0.</param>
/// <param name="Content">A digest of what the sample holds; equal for byte-identical samples.</param>
public readonly record struct LabelledItem(string Id, int Label, UInt128 Content)
{
    /// <summary>Between the name of a group and the rest of a file's name: <c>clap~2.wav</c>.</summary>
    public const char GroupMark = '~';

    /// <summary>What near-copies share, such as the strengths of one stroke; empty = the sample stands alone.</summary>
    public string Group { get; init; } = "";

    /// <summary>Where the sample comes from; empty = the set knows no domains.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The split that the set itself gives; of its training samples a share is taken for validation. Null = drawn.</summary>
    public Split? Given { get; init; }

    /// <summary>The group that a file's name tells: what stands before the mark, with its folder; empty without a mark.</summary>
    /// <param name="id">A path with slashes.</param>
    public static string GroupOf(string id)
    {
        var mark = id.IndexOf(GroupMark, id.LastIndexOf('/') + 1);
        return mark < 0 ? "" : id[..mark];
    }

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
/// differently. Shares are met on average, not exactly in every class. Where samples come from domains, <see cref="DomainSplit"/> mends
/// what the hash leaves without training or test.
/// </summary>
public static class StableSplit
{
    /// <summary>
    /// The split of every item. Byte-identical items and items of one group go together, and so do all that are tied by a chain of these:
    /// by the id that comes first in ordinal order. A split that the set gives stays.
    /// </summary>
    public static Split[] Assign(IReadOnlyList<LabelledItem> items, DivisionOptions options)
    {
        var tied = new Ties(items);
        Split[] splits = [.. items.Select((item, place) => item.Given switch
        {
            null => Of(tied.First(place), options),
            Split.Train => Place(tied.First(place), options.SplitSeed) < options.Validation ? Split.Validation : Split.Train,
            var given => given.Value,
        })];
        if (items.Any(item => item.Domain.Length > 0 && item.Given is null)) DomainSplit.Mend(items, tied, splits, options);
        return splits;
    }

    /// <summary>The split of an id: test below the share of test, then validation, then training.</summary>
    public static Split Of(string id, DivisionOptions options)
    {
        var place = Place(id, options.SplitSeed);
        return place < options.TestShare() ? Split.Test : place < options.TestShare() + options.Validation ? Split.Validation : Split.Train;
    }

    /// <summary>A number in [0, 1): the first 53 bits of SHA-256 over "SEED/ID" in UTF-8.</summary>
    public static double Place(string id, long seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{id}"), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
