namespace PluginHost.Comparisons.Tables;

/// <summary>The look of the HTML page, light or dark as the reader's system is.</summary>
internal static class HtmlStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --text: #1c1e21; --muted: #667080; --line: #d9dde3;
          --back: #ffffff; --band: #f4f6f8; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e6e8eb; --muted: #98a2b0; --line: #363c45;
            --back: #16181c; --band: #1f2329; --bad: #ff8a80; }
        }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); margin: 2rem auto; padding: 0 1.5rem;
          max-width: 120rem; }
        h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
        h2 { font-size: 1.1rem; }
        .about { color: var(--muted); max-width: 60rem; }
        .scroll { overflow-x: auto; margin: 1.25rem 0; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .7rem; text-align: right; white-space: nowrap; vertical-align: top; border-bottom: 1px solid var(--line); }
        thead th { font-weight: 600; background: var(--band); vertical-align: bottom; }
        th.group { text-align: center; border-left: 1px solid var(--line); }
        th.name { text-align: left; }
        tbody th { font-weight: 500; }
        th.first, td.first { border-left: 1px solid var(--line); }
        td.none { text-align: center; color: var(--muted); }
        th.time, td.time { color: var(--muted); font-weight: 400; font-size: .85em; }
        tr.bound > * { border-top: 2px solid var(--line); font-style: italic; }
        td b { font-weight: 700; }
        .ci { font-weight: 400; color: var(--muted); }
        small { display: block; color: var(--muted); font-size: .78em; }
        .missing { color: var(--bad); font-size: .85em; }
        .remarks { color: var(--muted); font-size: .9em; padding-left: 1.1rem; max-width: 70rem; }
        """;
}
