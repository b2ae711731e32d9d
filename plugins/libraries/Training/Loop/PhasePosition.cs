namespace PluginHost.Training;

/// <summary>Where the run stands: what a saved state is about.</summary>
public sealed class PhasePosition : IDisposable
{
    /// <summary>The experience, from 0.</summary>
    public int Experience { get; set; }

    /// <summary>Whether the experience has begun: its model is grown, its memory filled.</summary>
    public bool Begun { get; set; }

    /// <summary>The phase within the experience; equal to the number of phases when training is over.</summary>
    public int Phase { get; set; }

    /// <summary>Steps taken in the phase.</summary>
    public int Step { get; set; }

    /// <summary>The number of steps after which the latest validation of the phase happened; 0 for none.</summary>
    public int Validated { get; set; }

    /// <summary>The number of experiences whose tests are done, within the phase of a stream without boundaries.</summary>
    public int Tested { get; set; }

    /// <summary>The best weights of the phase so far.</summary>
    public BestWeights? Best { get; set; }

    /// <summary>The step of the weights chosen in the experience's latest selecting phase.</summary>
    public int? SelectedStep { get; set; }

    /// <summary>Their validation score.</summary>
    public double? SelectedScore { get; set; }

    /// <summary>Seconds of training in the experience so far, those of earlier executions included.</summary>
    public double TrainingSeconds { get; set; }

    /// <summary>Moves to the next phase.</summary>
    public void NextPhase()
    {
        Phase++;
        Step = 0;
        Validated = 0;
        Best?.Dispose();
        Best = null;
    }

    /// <summary>Moves to the next experience.</summary>
    public void NextExperience()
    {
        Experience++;
        Begun = false;
        Phase = 0;
        SelectedStep = null;
        SelectedScore = null;
        TrainingSeconds = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Best?.Dispose();
}
