using System.Buffers.Binary;
using SQLitePCL;

namespace PluginHost.PreparedData;

/// <summary>What can be wrong with the file of a store, in words; looked at by its header, before SQLite is asked.</summary>
internal static class StoreCheck
{
    /// <summary>What SQLite adds to a file's name while a transaction is under way.</summary>
    public const string Journal = "-journal";

    private const string Again = "Prepare it again with 'dotnet host data prepare JOB --to FILE --restart'.";
    private const string GoOn = "Run the same 'dotnet host data prepare JOB --to FILE' again: it goes on where it stopped.";
    private const int HeaderBytes = 100;

    /// <summary>Looks at a file that is to be read.</summary>
    /// <param name="path">The absolute path.</param>
    /// <returns>What is wrong; <see langword="null"/> if SQLite may open it.</returns>
    public static Finding? OfReader(string path)
    {
        if (!File.Exists(path))
        {
            var what = Directory.Exists(path) ? $"'{path}' is a folder" : $"there is no '{path}'";
            return new() { Code = "STO0001", What = what, Expected = "a store of prepared samples", Fix = "Make it with 'dotnet host data prepare JOB --to FILE'." };
        }

        return Header(path, forWriting: false) ?? (IsUnderWay(path) ? Incomplete(path, "a write to it was cut off, or is under way") : null);
    }

    /// <summary>Looks at a file that is to be written to.</summary>
    /// <param name="path">The absolute path.</param>
    /// <returns>What is wrong; <see langword="null"/> if it is not there, or a store.</returns>
    public static Finding? OfWriter(string path)
    {
        if (Directory.Exists(path)) return new() { Code = "STO0001", What = $"'{path}' is a folder", Expected = "a file", Fix = "Name a file in it." };
        return !File.Exists(path) || new FileInfo(path).Length == 0 ? null : Header(path, forWriting: true);
    }

    /// <summary>The finding for a store that was not written to its end.</summary>
    public static Finding Incomplete(string path, string why) =>
        new() { Code = "STO0004", What = $"the store '{path}' is not complete: {why}", Fix = GoOn };

    /// <summary>The finding for a store that is not what was written.</summary>
    public static Finding Damaged(string path, string how) =>
        new() { Code = "STO0005", What = $"the store '{path}' is damaged: {how}", Expected = "what was written", Fix = Again };

    /// <summary>The finding for a store that was made by something else.</summary>
    public static Finding OtherJob(string path, string where, string then, string now) => new()
    {
        Code = "STO0007",
        Where = where,
        What = $"the samples of '{path}' were made with {then}, the job now has {now}",
        Expected = "the same",
        Fix = "Undo the change, name another file, or begin anew with --restart.",
    };

    /// <summary>The finding for a store of a data set that was another one then.</summary>
    public static Finding OtherSamples(string path, int then, int now) => Changed(
        path, then == now ? $"{now} samples that are not the same ones" : $"{now} samples, and {then} when the store was begun");

    /// <summary>The finding for samples that hold something else than then.</summary>
    public static Finding OtherContent(string path, string id) => Changed(path, $"something else in the sample '{id}' than the store");

    /// <summary>What a failure of SQLite means to people.</summary>
    /// <param name="path">The store.</param>
    /// <param name="failure">The failure, or a <see cref="FormatException"/>.</param>
    /// <param name="written">How many samples are in the store to stay.</param>
    public static Exception Told(string path, Exception failure, int written)
    {
        if (failure is not SqliteFailure sqlite) return new JobException(Damaged(path, failure.Message));
        var message = sqlite.Message.TrimEnd('.');
        var stays = written > 0 ? $" {written} samples are in it to stay. " : " ";
        return sqlite.Code switch
        {
            raw.SQLITE_FULL => new RunFailedException(
                $"Cannot write '{path}': the disk is full.{stays}Free some space and run the command again: it goes on there.", failure),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new JobException(new Finding
            {
                Code = "STO0006", What = $"another process is writing to '{path}'", Fix = "Wait for it, or name another file.",
            }),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR or raw.SQLITE_FORMAT => new JobException(Damaged(path, message)),
            raw.SQLITE_TOOBIG => new RunFailedException($"Cannot write '{path}': a sample has more than 1,000,000,000 bytes.", failure),
            _ => new RunFailedException($"Cannot write '{path}': {message}.{stays}Make it writable, or name another file.", failure),
        };
    }

    private static Finding Changed(string path, string what) => new()
    {
        Code = "STO0008",
        Where = "dataset",
        What = $"the data set has {what}: '{path}' cannot be gone on with",
        Expected = "the data that the store was begun with",
        Fix = "Put the data back as it was, or begin anew with --restart.",
    };

    private static bool IsUnderWay(string path) => File.Exists(path + Journal) && new FileInfo(path + Journal).Length > 0;

    // https://www.sqlite.org/fileformat2.html, 1.3: numbers have their highest byte first.
    private static Finding? Header(string path, bool forWriting)
    {
        var header = new byte[HeaderBytes];
        long length;
        int read;
        try
        {
            using var file = File.OpenRead(path);
            length = file.Length;
            read = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new() { Code = "STO0001", What = $"'{path}' cannot be read: {exception.Message.TrimEnd('.')}", Fix = "Allow reading it." };
        }

        if (!header.AsSpan().StartsWith("SQLite format 3\0"u8))
        {
            return new()
            {
                Code = "STO0002",
                What = $"'{path}' is {FileContents.Describe(header.AsSpan(0, read))}",
                Expected = "a store of prepared samples",
                Fix = forWriting ? "Name another file." : "Make one with 'dotnet host data prepare JOB --to FILE'.",
            };
        }

        if (read < HeaderBytes) return Damaged(path, $"it ends after {read} bytes");
        var (mark, version) = (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(68)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(60)));
        // Cut off before its first transaction was whole: SQLite takes that back.
        if (mark == 0 && forWriting && IsUnderWay(path)) return null;
        if (mark != StoreFormat.Mark)
        {
            return new()
            {
                Code = "STO0002",
                What = $"'{path}' is a database of another program",
                Expected = "a store of prepared samples",
                Fix = forWriting ? "Name another file." : "Make one with 'dotnet host data prepare JOB --to FILE'.",
            };
        }

        if (version > StoreFormat.Version)
        {
            return new()
            {
                Code = "STO0003",
                What = $"the store '{path}' has format {version}",
                Expected = $"format {StoreFormat.Version} at most",
                Fix = "Use a newer host, or prepare the data again with this one, into another file.",
            };
        }

        var page = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)) is var size && size == 1 ? 65536L : size;
        var whole = page * BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(28));
        return length < whole && !IsUnderWay(path) ? Damaged(path, $"it has {length} bytes of {whole}") : null;
    }
}
