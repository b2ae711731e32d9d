using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Tables;
using PluginHost.Findings;

namespace PluginHost.Tests;

/// <summary>Comparison files in a workbench, and tables of made-up results.</summary>
internal static class ComparisonBench
{
    /// <summary>Two methods and a bound, two seeds, two figures.</summary>
    public const string Methods = """
        {
          // comments are allowed
          "name": "trial", "title": "Methods <compared>", "job": "job.json",
          "axes": [
            { "name": "method", "values": [
              { "name": "first" },
              { "name": "second", "set": { "word.options.repeat": 2 } },
              { "name": "limit", "bound": true, "set": { "word.options.repeat": 3 } }
            ] },
            { "name": "seed", "path": "seed", "values": [1, 2], "repetition": true }
          ],
          "table": {
            "rows": ["method"],
            "figures": [
              { "name": "SDR", "path": "experiences[last].test.SDR", "unit": "dB", "decimals": 1 },
              { "name": "loss", "path": "loss", "better": "lower" }
            ]
          },
          "published": { "source": "A paper, Table 1", "cells": [ { "at": { "method": "first" }, "figures": { "SDR": 7.33 } } ] }
        }
        """;

    /// <summary>A job of the fixture plugins.</summary>
    public const string Job = """ "engine": "trivial", "word": { "use": "good", "options": { "text": "a", "repeat": 1 } } """;

    public static string Write(Workbench bench, string text, string name = "comparison.json")
    {
        var file = Path.Combine(bench.Folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    public static Comparison Read(Workbench bench, string text)
    {
        var (comparison, findings) = ComparisonReader.Read(new ComparisonRequest { File = Write(bench, text) });
        findings.All.ShouldBeEmpty();
        return comparison.ShouldNotBeNull();
    }

    public static IReadOnlyList<ComparisonCell> Cells(Comparison comparison)
    {
        var (cells, findings) = Grid.Expand(comparison);
        findings.All.ShouldBeEmpty();
        return cells;
    }

    /// <summary>A table with SDR and loss by method and seed; a method without figures has failed.</summary>
    public static ResultTable Table(Comparison comparison, Dictionary<string, (double Sdr, double Loss)[]> figures) =>
        TableBuilder.Build(comparison, [.. Cells(comparison).Select(cell => Result(cell, figures))]);

    private static CellResult Result(ComparisonCell cell, Dictionary<string, (double Sdr, double Loss)[]> figures)
    {
        var result = new CellResult
        {
            Cell = cell, State = CellState.Failed, Directory = "/runs/" + cell.Folder, Seconds = 2, Reason = "it | broke",
        };
        var run = int.Parse(cell.Values["seed"], System.Globalization.CultureInfo.InvariantCulture) - 1;
        if (!figures.TryGetValue(cell.Values["method"], out var runs) || run >= runs.Length) return result;
        var metrics = JsonNode.Parse(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $$"""
            { "run": "x", "complete": true, "experiences": [ {}, { "test": { "SDR": {{runs[run].Sdr}} } } ], "loss": {{runs[run].Loss}} }
            """));
        return result with { State = CellState.Done, Reason = null, Metrics = metrics!.AsObject() };
    }
}
