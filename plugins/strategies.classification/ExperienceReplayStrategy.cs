namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// ER (Chaudhry et al., "On tiny episodic memories in continual learning", 2019): every incoming batch is joined with a batch drawn from
/// memory, and the memory takes in what passes by. The loss is the mean over both.
/// </summary>
/// <param name="options">The options.</param>
[Component("er", Options = typeof(OnlineReplayOptions))]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "class-, domain- and task-incremental; online")]
[Evidence("OnlineReplayTests.Each_batch_is_joined_with_as_many_exemplars_once_there_are_some")]
public sealed class ExperienceReplayStrategy(OnlineReplayOptions options) : OnlineReplayStrategy(options);
