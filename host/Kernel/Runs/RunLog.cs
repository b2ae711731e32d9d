using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PluginHost.Runs;

/// <summary>
/// The log of one run, a file in its folder. What is logged before the folder is claimed is kept until then, and lost if the job is refused: its
/// findings say why. A disk that is full ends the log, not the run.
/// </summary>
/// <param name="level">What is less severe is left out.</param>
internal sealed class RunLog(LogLevel level) : ILoggerProvider
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "run.log";

    private readonly Lock _gate = new();
    private readonly List<string> _waiting = [];
    private StreamWriter? _writer;
    private bool _closed;

    /// <summary>What is less severe is left out.</summary>
    public LogLevel Level => level;

    /// <summary>From now on the log is in a run's folder; a run that is resumed goes on with its file.</summary>
    public void Open(string folder)
    {
        if (level == LogLevel.None) return;
        lock (_gate)
        {
            Try(() => _writer = new StreamWriter(Path.Combine(folder, FileName), append: true) { AutoFlush = true });
            foreach (var line in _waiting) Try(() => _writer?.WriteLine(line));
            _waiting.Clear();
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName[(categoryName.LastIndexOfAny(['.', '+']) + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Try(() => _writer?.Dispose());
            _writer = null;
        }
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            if (_closed) return;
            if (_writer is null) _waiting.Add(line);
            else Try(() => _writer.WriteLine(line));
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _closed = true;
        }
    }

    private sealed class Category(RunLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= log.Level;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var time = DateTimeOffset.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
            var line = $"{time} {logLevel.ToString().ToLowerInvariant(),-11} {name}: {formatter(state, exception)}";
            log.Write(exception is null ? line : $"{line}{Environment.NewLine}{exception}");
        }
    }
}
