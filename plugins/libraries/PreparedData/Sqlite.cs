using SQLitePCL;

namespace PluginHost.PreparedData;

/// <summary>What SQLite refused.</summary>
/// <param name="code">Its primary result code.</param>
/// <param name="message">Its message.</param>
internal sealed class SqliteFailure(int code, string message) : Exception(message)
{
    /// <summary>The primary result code, such as <see cref="raw.SQLITE_FULL"/>.</summary>
    public int Code => code;
}

/// <summary>A connection to a file, for one thread at a time. SQLite's own calls, with failures as exceptions.</summary>
internal sealed class Sqlite : IDisposable
{
    private readonly sqlite3 _handle;

    static Sqlite() => raw.SetProvider(new SQLite3Provider_e_sqlite3());

    private Sqlite(string name, int flags)
    {
        var code = raw.sqlite3_open_v2(name, out _handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code == raw.SQLITE_OK) return;
        var failure = new SqliteFailure(code & 0xff, raw.sqlite3_errstr(code).utf8_to_string());
        _handle?.Dispose();
        throw failure;
    }

    /// <summary>Opens a file to write, or makes it.</summary>
    /// <param name="file">The absolute path.</param>
    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    public static Sqlite ToWrite(string file) => new(file, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    /// <summary>
    /// Opens a file that nobody changes: no lock is taken and nothing is written beside it, so that a read-only file system will do and any number
    /// of processes read at once.
    /// </summary>
    /// <param name="file">The absolute path.</param>
    /// <exception cref="SqliteFailure">It cannot be opened.</exception>
    public static Sqlite ToRead(string file)
    {
        var path = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
        return new($"file:{path}?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);
    }

    /// <summary>Prepares a statement, to be disposed by the caller before the connection.</summary>
    /// <param name="sql">One statement with parameters ?1, ?2, ...</param>
    /// <exception cref="SqliteFailure">It does not fit the file.</exception>
    public Statement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v2(_handle, sql, out var statement);
        return code == raw.SQLITE_OK ? new(this, statement) : throw Failure(code);
    }

    /// <summary>Executes a statement without results.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its parameters: text, long, double, bytes or null.</param>
    /// <exception cref="SqliteFailure">It failed.</exception>
    public void Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = Prepare(sql);
        statement.Execute(values);
    }

    /// <summary>The first number that a statement gives; 0 if none.</summary>
    /// <param name="sql">The statement.</param>
    /// <exception cref="SqliteFailure">It failed.</exception>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private SqliteFailure Failure(int code) => new(code & 0xff, raw.sqlite3_errmsg(_handle).utf8_to_string());

    /// <summary>A prepared statement; used again and again.</summary>
    public sealed class Statement(Sqlite owner, sqlite3_stmt statement) : IDisposable
    {
        /// <summary>Gives the parameters their values.</summary>
        /// <param name="values">Text, long, double, bytes or null.</param>
        public Statement Bind(params ReadOnlySpan<object?> values)
        {
            _ = raw.sqlite3_reset(statement);
            for (var i = 0; i < values.Length; i++)
            {
                var code = values[i] switch
                {
                    null => raw.sqlite3_bind_null(statement, i + 1),
                    string text => raw.sqlite3_bind_text(statement, i + 1, text),
                    byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                    double number => raw.sqlite3_bind_double(statement, i + 1, number),
                    var number => raw.sqlite3_bind_int64(statement, i + 1, Convert.ToInt64(number)),
                };
                if (code != raw.SQLITE_OK) throw owner.Failure(code);
            }

            return this;
        }

        /// <summary>Goes to the next row.</summary>
        /// <returns>Whether there is one.</returns>
        public bool Step()
        {
            var code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_ROW) return true;
            if (code == raw.SQLITE_DONE) return false;
            throw owner.Failure(code);
        }

        /// <summary>Executes once.</summary>
        /// <param name="values">The parameters.</param>
        public void Execute(params ReadOnlySpan<object?> values)
        {
            Bind(values);
            while (Step())
            {
            }

            // Holds no lock, and no bytes of a picture, until the next time.
            _ = raw.sqlite3_reset(statement);
            _ = raw.sqlite3_clear_bindings(statement);
        }

        /// <summary>A column as text; empty where it is null.</summary>
        public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

        /// <summary>A column as a number.</summary>
        public long Long(int column) => raw.sqlite3_column_int64(statement, column);

        /// <summary>A column's bytes, until the next step.</summary>
        public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

        /// <summary>Whether a column is null.</summary>
        public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

        /// <inheritdoc/>
        public void Dispose() => statement.Dispose();
    }
}
