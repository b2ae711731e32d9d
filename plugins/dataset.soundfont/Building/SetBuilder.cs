using PluginHost.Contracts;
using PluginHost.Plugins.DatasetSoundfont.Cache;

namespace PluginHost.Plugins.DatasetSoundfont.Building;

/// <summary>Builds what is missing of a set, a class at a time on several workers; a stopped build goes on where it was.</summary>
internal sealed class SetBuilder(SoundfontOptions options, BuildPlan plan, SetFolder folder, IRunEvents events)
{
    private const string Activity = "rendering instruments";

    public async Task<IReadOnlyList<ManifestRow>> BuildAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Root);
        using var lockFile = await LockAsync(cancellationToken).ConfigureAwait(false);
        // Another process may have finished the set while this one waited.
        if (folder.Read(folder.Manifest) is { } there) return there;
        await File.WriteAllTextAsync(folder.Absolute("set.txt"), folder.Description, cancellationToken).ConfigureAwait(false);

        var names = options.Names;
        var total = names.Count * (options.TrainClips + options.ValidationClips + options.TestClips);
        var done = 0;
        var text = $"Building {total} clips of {names.Count} instruments in {folder.Root}; done once, then read from there.";
        events.Publish(new MessageReported { Text = text });
        var parts = new IReadOnlyList<ManifestRow>[names.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, names.Count, limit, async (i, stop) =>
        {
            var clips = plan.Clips(names[i]);
            if (folder.Read(folder.Part(names[i])) is { } finished && finished.Count == clips.Count)
            {
                parts[i] = finished;
                Advance(finished.Count);
                return;
            }

            parts[i] = await new ClassBuilder(options, folder, Advance).BuildAsync(names[i], clips, stop).ConfigureAwait(false);
            SetFolder.Write(folder.Part(names[i]), parts[i]);
        }).ConfigureAwait(false);

        var rows = parts.SelectMany(part => part).ToList();
        SetFolder.Write(folder.Manifest, rows);
        if (Directory.Exists(folder.Absolute("work"))) Directory.Delete(folder.Absolute("work"), recursive: true);
        return rows;

        void Advance(int clips)
        {
            var now = Interlocked.Add(ref done, clips);
            events.Publish(new ProgressReported { Activity = Activity, Done = now, Total = total, Unit = "clips" });
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(folder.Absolute("build.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (attempt == 0) events.Publish(new MessageReported { Text = $"Waiting for another run that builds {folder.Root}." });
                await Task.Delay(500, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
