namespace PluginHost.Reports.Tests;

/// <summary>A folder as a comparison leaves it: three methods, two groups of columns, two figures, one failed cell.</summary>
internal sealed class FixtureComparison : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("pluginhost-reports-").FullName;

    public FixtureComparison()
    {
        File.WriteAllText(Path.Combine(Folder, "table.json"), """
            { "name": "small", "title": "Methods <compared>", "description": "Three methods & two memories", "rowAxes": ["method"], "columnAxes": ["memory"], "repetition": "seed",
              "figures": [ { "name": "SDR", "heading": "SDR (dB) ↑", "unit": "dB", "better": "higher", "decimals": 1 },
                           { "name": "loss", "heading": "loss ↓", "unit": null, "better": "lower", "decimals": 2 } ],
              "groups": [ ["none"], ["one <exemplar>"] ],
              "rows": [
                { "names": ["LwF"], "entries": [ { "bound": false, "shortfall": "", "seconds": 90, "runs": ["a"], "figures": [
                    { "n": 3, "mean": 2.75, "halfWidth": 0.5, "best": true, "published": 7.3 }, { "n": 3, "mean": 0.5, "halfWidth": 0.1, "best": false, "published": null } ] }, null ] },
                { "names": ["<i>replay</i>"], "entries": [ null, { "bound": false, "shortfall": "2 of 3", "seconds": 95, "runs": ["b"], "figures": [
                    { "n": 2, "mean": 4.6, "halfWidth": 3.4, "best": false, "published": null }, { "n": 0, "mean": null, "halfWidth": null, "best": false, "published": null } ] } ] },
                { "names": ["joint"], "entries": [ { "bound": true, "shortfall": "", "seconds": 200, "runs": ["c"], "figures": [
                    { "n": 1, "mean": 9.66, "halfWidth": null, "best": false, "published": null }, { "n": 1, "mean": 0.2, "halfWidth": null, "best": true, "published": null } ] }, null ] } ],
              "remarks": ["Mean ± half-width of the 95 % interval."],
              "tables": [ { "title": "Areas", "headings": ["method", "area"], "rows": [["LwF", "1.5"]], "note": "By the trapezoid rule." } ],
              "cells": [
                { "name": "LwF, seed 0", "state": "done", "reason": null, "folder": "LwF #1", "seconds": 90, "figures": { "SDR": 2.75, "loss": 0.5 } },
                { "name": "<i>replay</i>, seed 2", "state": "failed", "reason": "loss is <NaN>", "folder": "replay", "seconds": 5, "figures": { "SDR": null, "loss": null } },
                { "name": "joint", "state": "new", "reason": null, "folder": "joint", "seconds": 0, "figures": {} } ] }
            """);
        // A run with a page, and one without a run.
        var run = Directory.CreateDirectory(Path.Combine(Folder, "LwF #1")).FullName;
        File.WriteAllText(Path.Combine(run, "run.json"), """{ "state": "completed", "started": "2026-11-28T08:31:29Z" }""");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
