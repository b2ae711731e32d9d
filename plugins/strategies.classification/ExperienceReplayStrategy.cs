namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// ER (Chaudhry et al., "On tiny episodic memories in continual learning", 2019): every incoming batch is joined with a batch drawn from
/// memory, and the memory takes in what passes by. The loss is the mean over both.
/// </summary>
/// <param name="options">The options.</param>
[Component("er", Options = typeof(OnlineReplayOptions))]
public sealed class ExperienceReplayStrategy(OnlineReplayOptions options) : OnlineReplayStrategy(options);
