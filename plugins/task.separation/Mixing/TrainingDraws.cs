namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>Draws training mixtures (docs/separation.md, "Clips").</summary>
internal static class TrainingDraws
{
    /// <summary>Draws one mixture: partners uniformly from the whole list, so a sample may meet its own class and even itself.</summary>
    /// <param name="options">The task's options.</param>
    /// <param name="list">The training list.</param>
    /// <param name="position">The first source's place in it.</param>
    /// <param name="random">All randomness; streams <c>partner</c>, <c>crop</c> and <c>volume</c> are used.</param>
    /// <param name="keys">Keys of the item.</param>
    /// <returns>The draw.</returns>
    public static Draw Next(
        SeparationOptions options, IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys)
    {
        var partner = random.Stream("partner", keys);
        var crop = random.Stream("crop", keys);
        var volume = random.Stream("volume", keys);
        var sources = new DrawSource[options.Sources];
        for (var slot = 0; slot < sources.Length; slot++)
        {
            var entry = list[slot == 0 ? position : partner.Next(list.Count)];
            sources[slot] = new()
            {
                Sample = entry.Sample,
                FromMemory = entry.FromMemory,
                Position = crop.NextDouble(),
                Gain = volume.NextDouble(options.MinGain, options.MaxGain),
            };
        }

        return new() { Sources = sources, Training = true };
    }
}
