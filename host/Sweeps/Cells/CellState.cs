namespace PluginHost.Comparisons.Cells;

/// <summary>How far a cell has come.</summary>
internal enum CellState
{
    /// <summary>It has no run.</summary>
    New,

    /// <summary>Its run was broken off and can be resumed.</summary>
    Unfinished,

    /// <summary>Its run failed; it is tried again from its last state.</summary>
    Failed,

    /// <summary>Its run is complete and was of the present job.</summary>
    Done,

    /// <summary>Its run was of another job than the present one.</summary>
    Changed,
}
