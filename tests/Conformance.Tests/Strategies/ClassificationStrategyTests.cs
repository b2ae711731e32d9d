using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>Strategies for classifiers, on the tiny job of classification.</summary>
public abstract class ClassificationStrategyTests(string plugin, string name, string options = "{}", string memory = "random")
    : StrategyConformance(plugin, name, options, TinyJob.Classification)
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["memory"] = memory == "random" ? memory : new JsonObject { ["use"] = memory, ["options"] = new JsonObject { ["total"] = 4 } };
        return job;
    }
}

public sealed class AdpMixStrategyTests() : ClassificationStrategyTests("strategies.classification", "adpmix");

public sealed class AGemStrategyTests() : ClassificationStrategyTests("strategies.classification", "a-gem");

public sealed class BicStrategyTests() : ClassificationStrategyTests("strategies.classification", "bic", """{ "steps": 2 }""");

public sealed class CoilStrategyTests() : ClassificationStrategyTests("strategies.classification", "coil");

public sealed class DarkReplayStrategyTests() : ClassificationStrategyTests("strategies.classification", "der-plus-plus", "{}", "reservoir");

public sealed class EnMixStrategyTests() : ClassificationStrategyTests("strategies.classification", "enmix");

public sealed class ErStrategyTests() : ClassificationStrategyTests("strategies.classification", "er", "{}", "reservoir");

public sealed class ErAceStrategyTests() : ClassificationStrategyTests("strategies.classification", "er-ace", "{}", "reservoir");

public sealed class ExpandableRepresentationStrategyTests() : ClassificationStrategyTests("strategies.classification", "expandable-representation");

public sealed class FosterStrategyTests() : ClassificationStrategyTests("strategies.classification", "foster");

public sealed class GDumbStrategyTests() : ClassificationStrategyTests("strategies.classification", "gdumb", "{}", "greedy-balanced");

public sealed class GemStrategyTests() : ClassificationStrategyTests("strategies.classification", "gem");

public sealed class IcarlStrategyTests() : ClassificationStrategyTests("strategies.classification", "icarl");

public sealed class MasStrategyTests() : ClassificationStrategyTests("strategies.classification", "mas");

public sealed class OwmStrategyTests() : ClassificationStrategyTests("strategies.classification", "owm");

public sealed class PodNetStrategyTests() : ClassificationStrategyTests("strategies.classification", "podnet");

public sealed class RwmStrategyTests() : ClassificationStrategyTests("strategies.classification", "rwm");

public sealed class SiStrategyTests() : ClassificationStrategyTests("strategies.classification", "si");

public sealed class WeightAligningStrategyTests() : ClassificationStrategyTests("strategies.classification", "wa");

/// <summary>HAT has to be told the task.</summary>
public sealed class HardAttentionStrategyTests() : ClassificationStrategyTests("strategies.classification", "hat")
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["benchmark"]!["use"] = "task-incremental";
        return job;
    }
}

/// <summary>MEMO cuts the network, which has to have stages to share.</summary>
public sealed class MemoStrategyTests() : ClassificationStrategyTests("strategies.classification", "memo", """{ "specialised": 1 }""")
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["classifier"] = new JsonObject { ["use"] = "mlp", ["options"] = new JsonObject { ["widths"] = new JsonArray(8, 8) } };
        return job;
    }
}

public sealed class AperStrategyTests() : ClassificationStrategyTests("strategies.closed-form", "aper");

public sealed class FeTrilStrategyTests() : ClassificationStrategyTests("strategies.closed-form", "fetril");

public sealed class FsaStrategyTests() : ClassificationStrategyTests("strategies.closed-form", "fsa")
{
    /// <inheritdoc/>
    protected override (string NotNeeded, string Needed)? BoundaryOptions =>
        ("""{ "tuning": "none" }""", """{ "tuning": "full" }""");
}

/// <summary>Classifiers that are solved: no gradient, no step. Their own tests stop and resume them.</summary>
public abstract class SolvedStrategyTests(string name, string options = "{}") : ClassificationStrategyTests("strategies.closed-form", name, options)
{
    /// <inheritdoc/>
    protected override bool Trains => false;
}

public sealed class GAcilStrategyTests() : SolvedStrategyTests("g-acil", """{ "expansion": 16 }""")
{
    /// <inheritdoc/>
    protected override (string NotNeeded, string Needed)? BoundaryOptions =>
        ("""{ "baseTraining": false }""", """{ "baseTraining": true }""");
}

public sealed class RanPacStrategyTests() : SolvedStrategyTests("ranpac", """{ "width": 16 }""");

public sealed class SimpleCilStrategyTests() : SolvedStrategyTests("simple-cil");

public sealed class SldaStrategyTests() : SolvedStrategyTests("slda")
{
    /// <inheritdoc/>
    protected override (string NotNeeded, string Needed)? BoundaryOptions =>
        ("""{ "baseTraining": false }""", """{ "baseTraining": true }""");
}

public sealed class TeenStrategyTests() : ClassificationStrategyTests("strategies.closed-form", "teen");
