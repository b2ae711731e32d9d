using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Lwf;

/// <summary>What the teacher is asked about mixtures of classes that it has not learned (design section 5).</summary>
public enum UnseenClasses
{
    /// <summary>All rows; the teacher is copied after growth and shares the student's untrained rows.</summary>
    [JsonStringEnumMemberName("expanded-copy")]
    ExpandedCopy,

    /// <summary>Every row is asked for each old class in turn, of student and teacher: nearest to the old heads of the original.</summary>
    [JsonStringEnumMemberName("old-queries")]
    OldQueries,

    /// <summary>Rows of old classes only, which memory alone provides.</summary>
    [JsonStringEnumMemberName("old-rows")]
    OldRows,
}
