using System.Text;

namespace PluginHost.Tests.Observers.Console;

/// <summary>
/// What a terminal shows: line ends, carriage returns, cursor up, erase line, erase below, colours. A window that becomes narrow breaks its lines
/// (reflow). Any other escape is a fault: nothing here may hide the cursor or clear the window.
/// </summary>
internal sealed class AnsiScreen(int width)
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _width = width;
    private int _row;
    private int _column;

    public IReadOnlyList<string> Lines => [.. _rows.Select(row => row.ToString())];

    public (int Row, int Column) Cursor => (_row, _column);

    public static List<string> Replay(string text)
    {
        var screen = new AnsiScreen(1000);
        screen.Write(text);
        return [.. screen.Lines];
    }

    public void Resize(int width)
    {
        _width = width;
        List<StringBuilder> broken = [];
        var row = 0;
        for (var i = 0; i < _rows.Count; i++)
        {
            if (i == _row) row = broken.Count + (_column / width);
            var text = _rows[i].ToString();
            for (var at = 0; at == 0 || at < text.Length; at += width) broken.Add(new StringBuilder(text[at..Math.Min(text.Length, at + width)]));
        }

        _rows.Clear();
        _rows.AddRange(broken);
        (_row, _column) = (row, _column % width);
    }

    public void Write(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n': (_row, _column) = (_row + 1, 0); break;
                case '\r': _column = 0; break;
                case '\u001b':
                    var end = i + 2;
                    while (!char.IsLetter(text[end])) end++;
                    Escape(text[end], text[(i + 2)..end]);
                    i = end;
                    break;
                default: Put(text[i]); break;
            }

            while (_rows.Count <= _row) _rows.Add(new StringBuilder());
        }
    }

    private void Put(char symbol)
    {
        if (_column == _width)
        {
            (_row, _column) = (_row + 1, 0);
            while (_rows.Count <= _row) _rows.Add(new StringBuilder());
        }

        var row = _rows[_row];
        if (row.Length < _column) row.Append(' ', _column - row.Length);
        if (_column < row.Length) row[_column] = symbol;
        else row.Append(symbol);
        _column++;
    }

    private void Escape(char command, string argument)
    {
        switch (command)
        {
            case 'm': break;
            case 'K': _rows[_row].Length = Math.Min(_rows[_row].Length, _column); break;
            case 'J':
                _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case 'A': _row -= int.Parse(argument, System.Globalization.CultureInfo.InvariantCulture); break;
            default: throw new InvalidOperationException($"The escape {argument}{command} is not expected.");
        }

        if (_row < 0) throw new InvalidOperationException("The cursor leaves the window.");
    }
}
