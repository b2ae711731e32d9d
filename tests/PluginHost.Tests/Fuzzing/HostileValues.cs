using System.Globalization;
using CsCheck;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Values that have broken readers of JSON, paths and versions before, as JSON text.</summary>
internal static class HostileValues
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "-1", "1e999", "1e-999", "9223372036854775808", "-9223372036854775809", "0.1", "1E5", "4096",
        "99999999999999999999999999999999999999999999", "[]", "{}", "[null]", "[[]]", "{\"\":0}", "{\"a\":1,\"a\":2}", "[1,\"x\",{},[]]",
        "NaN", "Infinity", "undefined", "'x'", "01", "+1", ".5", "1.", "tru", "/*", "/* c */ 1", "// c\n1", "\"", "\"\\q\"", "\"\\u12\"",
        "{\"use\":\"good\"}", "{\"use\":\"good\",\"options\":[]}", "{\"use\":null}", "{\"use\":\"good\",\"version\":\"[9,\"}",
        "[\"good\",\"good\"]",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "\\u0000", "a\\u0000b", "\\ud800", "\\udfff\\ud800", "\\uffff", "\\u202e", "\\n", "word.good\\n", "\\t", "\\\\", "/",
        ".", "..", "~", "~/x",
        "../../escape", "/escape", "C:\\\\x", "\\\\\\\\server\\\\x", "file:///x", "a/../../b", "./x", "con", "nul", "x:y", "%00",
        "%2e%2e", "$HOME", "`x`",
        "1", "1.0", "1.0.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-a.b+c", "1.0.0-01", "99999999999.0.0", "2147483648.0.0", "-1.0.0",
        "*", "1.*", "[1.0,2.0)",
        "[2.0,1.0]", "(1.0,1.0)", "[,]", "(,)", "[1.0", "[1.0,2.0,3.0]", "net10.0", "net9.0", "net99.0", "net10.0-windows",
        "netstandard2.0",
        "word.good", "word.good.dll", "word.good.dll\\u0000", "../plugin/word.good.dll", "Fixtures.Good.Plugin",
        "PluginHost.Contracts", "Fixtures.Contracts", "System.Object", "<Module>", "good", "trivial",
        "cuda:0", "cuda:999", "cuda:9999", "auto", "gpu", "strategy", "engine", "word", "i\\u0307d", "\\u0131d", "ﬁ", "日本語", "🎻",
        "e\\u0301",
    ];

    private static readonly string[] Keys =
    [
        "id", "version", "name", "contracts", "targetFramework", "entryAssembly", "entryType", "provides", "requires", "capabilities",
        "files", "options",
        "kind", "use", "plugin", "plugins", "output", "baseDirectory", "device", "threads", "seed", "engine", "word", "source",
        "observer", "$schema", "",
        " ", ".", "a.b", "[0]", "a[0]", "__proto__", "\\u0000", "text", "repeat", "greeting", "PluginHost.Contracts", "日本語",
    ];

    /// <summary>A JSON value, not always a valid one.</summary>
    public static readonly Gen<string> Value = Gen.Frequency(
        (1, Gen.OneOf(Values)),
        (1, Nested('[', ']')),
        (1, Nested('{', '}')),
        (1, Gen.Select(Gen.Char['a', 'y'], Gen.Int[4, 14], (letter, power) => $"\"{new string(letter, 1 << power)}\"")),
        (1, Gen.Int[1, 8].Select(power => "[" + string.Join(',', Enumerable.Repeat("\"good\"", 1 << power)) + "]")),
        (1, Gen.Int[-5, 4999].Select(number => number.ToString(CultureInfo.InvariantCulture))),
        (2, Gen.OneOf(Texts).Select(text => $"\"{text}\"")));

    /// <summary>A key, escaped as in JSON.</summary>
    public static readonly Gen<string> Key = Gen.OneOf(Keys);

    // Up to 64 levels are allowed; far more of them would end a reader that calls itself.
    private static Gen<string> Nested(char open, char close) => Gen.Select(
        Gen.Frequency((2, Gen.Int[1, 79]), (1, Gen.Int[1000, 19_999])),
        Gen.Int[0, 9],
        (depth, missing) => string.Concat(Enumerable.Repeat(open == '{' ? "{\"a\":" : "[", depth)) + "1"
            + new string(close, missing == 0 ? depth - 1 : depth));
}
