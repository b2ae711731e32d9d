namespace PluginHost.Plugins.DatasetSoundfont.Cache;

/// <summary>One line of manifest.csv; a clip with a problem has no files and is left out.</summary>
internal sealed record ManifestRow
{
    public const string Header = "id,class,split,bank,program,proxy,seed,bpm,notes,wav,video,frames,fps,rate,sha256,licence,problem";

    public required string Id { get; init; }

    public required string Class { get; init; }

    /// <summary>train, val or test.</summary>
    public required string Split { get; init; }

    public required string Bank { get; init; }

    /// <summary>Bank and program number, as 0:40.</summary>
    public required string Program { get; init; }

    public required bool Proxy { get; init; }

    public required long Seed { get; init; }

    public required double Bpm { get; init; }

    public required int Notes { get; init; }

    /// <summary>Path below the set's folder.</summary>
    public string Wav { get; init; } = "";

    /// <summary>Path below the set's folder: a PNG with all frames one under the other.</summary>
    public string Video { get; init; } = "";

    public required int Frames { get; init; }

    public required double FramesPerSecond { get; init; }

    public required int Rate { get; init; }

    /// <summary>Of the wav file.</summary>
    public string Sha256 { get; init; } = "";

    public required string Licence { get; init; }

    /// <summary>Why the clip was left out; empty for a good one.</summary>
    public string Problem { get; init; } = "";

    public string ToLine() => string.Join(',', new[]
    {
        Id, Class, Split, Bank, Program, Proxy ? "true" : "false", $"{Seed}", $"{Bpm:0.##}", $"{Notes}", Wav, Video, $"{Frames}",
        $"{FramesPerSecond:0.###}", $"{Rate}", Sha256, Licence, Problem.Replace(',', ';').ReplaceLineEndings(" "),
    });

    /// <exception cref="FormatException">The line has another shape.</exception>
    public static ManifestRow Parse(string line)
    {
        var cells = line.Split(',');
        if (cells.Length != 17) throw new FormatException($"a manifest line has {cells.Length} cells instead of 17");
        return new ManifestRow
        {
            Id = cells[0],
            Class = cells[1],
            Split = cells[2],
            Bank = cells[3],
            Program = cells[4],
            Proxy = bool.Parse(cells[5]),
            Seed = long.Parse(cells[6]),
            Bpm = double.Parse(cells[7]),
            Notes = int.Parse(cells[8]),
            Wav = cells[9],
            Video = cells[10],
            Frames = int.Parse(cells[11]),
            FramesPerSecond = double.Parse(cells[12]),
            Rate = int.Parse(cells[13]),
            Sha256 = cells[14],
            Licence = cells[15],
            Problem = cells[16],
        };
    }
}
