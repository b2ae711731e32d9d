using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PluginHost.Contracts;
using PluginHost.Tensors.Pickles;

namespace PluginHost.Tensors.Files;

/// <summary>
/// The header of a .npy file: element type, order and shape. It is the text of a Python dictionary with these three entries; numpy has it
/// evaluated, here its few forms are read letter by letter.
/// </summary>
internal sealed class NumpyHeader
{
    // numpy itself reads no header of more than 10,000 letters unless it is told to trust the file.
    private const int Longest = 10_000;
    private const int MostDimensions = 64;
    private const long MostElements = 1L << 40;
    private const int MagicBytes = 8;

    private readonly string _text;
    private readonly PickleFault _fault;
    private int _at;

    private NumpyHeader(string text, PickleFault fault) => (_text, _fault) = (text, fault);

    /// <summary>Numpy's code of the element type, such as <c>&lt;f4</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Whether the first index runs fastest.</summary>
    public bool Fortran { get; private set; }

    /// <summary>The sizes; empty for a single value.</summary>
    public long[] Shape { get; private set; } = [];

    /// <summary>How many elements the shape has.</summary>
    public long Elements { get; private set; } = 1;

    /// <summary>Bytes before the elements.</summary>
    public int Bytes { get; private init; }

    /// <summary>Reads the header at the stream's place; the elements follow.</summary>
    /// <exception cref="InvalidDataException">It is none, or has other forms than numpy writes.</exception>
    /// <exception cref="EndOfStreamException">The stream ends before the header does.</exception>
    public static NumpyHeader Read(Stream stream, PickleFault fault)
    {
        var start = new byte[FileContents.Enough];
        stream.ReadExactly(start, 0, Math.Min(MagicBytes, start.Length));
        if (!start.AsSpan(1).StartsWith("NUMPY"u8) || start[0] != 0x93) throw Foreign(stream, start, fault);
        var (major, minor) = (start[6], start[7]);
        if (major is not (1 or 2 or 3) || minor != 0) throw fault.Of($"it is of version {major}.{minor} of the format; 1.0, 2.0 and 3.0 are read");
        var field = start.AsSpan(MagicBytes, major == 1 ? 2 : 4);
        stream.ReadExactly(field);
        var length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(field) : BinaryPrimitives.ReadUInt32LittleEndian(field);
        if (length > Longest) throw fault.Of($"its header would have {length} bytes; at most {Longest} are read");
        var text = new byte[length];
        stream.ReadExactly(text);
        var header = new NumpyHeader((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), fault)
        {
            Bytes = MagicBytes + field.Length + text.Length,
        };
        header.Parse();
        return header;
    }

    private static InvalidDataException Foreign(Stream stream, byte[] start, PickleFault fault)
    {
        var read = MagicBytes + stream.ReadAtLeast(start.AsSpan(MagicBytes), start.Length - MagicBytes, throwOnEndOfStream: false);
        return fault.Foreign(start.AsSpan(0, read));
    }

    private void Parse()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Expect('{');
        while (!Found('}'))
        {
            var key = Text();
            if (!seen.Add(key)) throw Odd($"has '{PickleFault.Printable(key)}' twice");
            Expect(':');
            switch (key)
            {
                case "descr":
                    if (Next() == '[')
                        throw _fault.Of("its elements are records of several fields, which are not read; save each field as an array of its own");
                    Code = Text();
                    break;
                case "fortran_order":
                    Fortran = Word("True") || (Word("False") ? false : throw Odd("has no True or False as fortran_order"));
                    break;
                case "shape":
                    Shape = Sizes();
                    break;
                default:
                    throw Odd($"has an entry '{PickleFault.Printable(key)}'");
            }

            if (Found(',')) continue;
            Expect('}');
            break;
        }

        if (_text.AsSpan(_at).Trim(" \n").Length > 0) throw Odd("goes on behind its end");
        if (seen.Count != 3) throw Odd("lacks one of descr, fortran_order and shape");
        Count();
    }

    // Sizes of zero leave no element, and must not hide others that are beyond all measure.
    private void Count()
    {
        var all = (Int128)1;
        foreach (var size in Shape)
        {
            if (size > 0) all *= size;
            if (all > MostElements) throw _fault.Of($"its shape is ({string.Join(", ", Shape)}), more than {MostElements} elements");
        }

        Elements = Shape.Contains(0) ? 0 : (long)all;
    }

    private long[] Sizes()
    {
        var sizes = new List<long>();
        Expect('(');
        while (!Found(')'))
        {
            sizes.Add(Size());
            if (sizes.Count > MostDimensions) throw Odd($"has more than {MostDimensions} dimensions");
            if (Found(',')) continue;
            Expect(')');
            break;
        }

        return [.. sizes];
    }

    private long Size()
    {
        Skip();
        var length = _text.AsSpan(_at).IndexOfAnyExceptInRange('0', '9');
        if (length is < 1 or > 18) throw Odd("has a size that is no number");
        var size = long.Parse(_text.AsSpan(_at, length), NumberStyles.None, CultureInfo.InvariantCulture);
        _at += length;
        // Python 2 wrote long numbers with this letter.
        if (_at < _text.Length && _text[_at] == 'L') _at++;
        return size;
    }

    private string Text()
    {
        var quote = Next();
        if (quote is not ('\'' or '"')) throw Odd("has no text in quotes where one is due");
        var end = _text.IndexOf(quote, _at + 1);
        if (end < 0) throw Odd("has a text without an end");
        var text = _text[(_at + 1)..end];
        if (text.Contains('\\', StringComparison.Ordinal)) throw Odd("has a text with a backslash");
        _at = end + 1;
        return text;
    }

    private bool Word(string word)
    {
        Skip();
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) return false;
        _at += word.Length;
        return true;
    }

    private bool Found(char letter)
    {
        if (Next() != letter) return false;
        _at++;
        return true;
    }

    private void Expect(char letter)
    {
        if (!Found(letter)) throw Odd($"has no '{letter}' where one is due");
    }

    private char Next()
    {
        Skip();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
    }

    private InvalidDataException Odd(string what) => _fault.Of($"its header {what} (letter {_at + 1})");
}
