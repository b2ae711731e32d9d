using System.Diagnostics;

namespace PluginHost.Plugins.Slurm;

/// <summary>Follows the runs of a comparison through the queue: attaches to what waits there already, submits the rest, submits again what was lost.</summary>
internal sealed class SlurmSession(SlurmOptions options, ILaunchContext context)
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(15);

    private readonly SlurmQueue _queue = new(context.Directory);
    private readonly List<FollowedTask> _live = [];
    private readonly Queue<FollowedTask> _waiting = new();
    // Submissions with tasks of cells that this session was not asked for.
    private readonly HashSet<int> _foreign = [];
    private long _silentSince;
    private long _stopped;
    private long _killed;
    private bool _hasSubmitted;

    private bool IsStopping => context.Stop.IsCancellationRequested;

    public async Task RunAsync(IReadOnlyList<LaunchedRun> runs)
    {
        await AttachAsync(runs);
        var attached = _live.Select(task => task.Run).ToHashSet();
        if (attached.Count > 0) context.Tell($"{attached.Count} of them wait or run in Slurm's queue since an earlier session.");
        foreach (var run in runs.Where(run => !attached.Contains(run))) _waiting.Enqueue(new FollowedTask(run));
        while (true)
        {
            if (IsStopping) Stop();
            else await SubmitAsync();
            if (_live.Count > 0) await PollAsync();
            if (_live.Count == 0 && (_waiting.Count == 0 || IsStopping)) break;
            if (_killed != 0 && Stopwatch.GetElapsedTime(_killed) > KillDeadline) break;
            await PauseAsync();
        }

        foreach (var task in _live.Where(task => task.Since != 0)) context.Ended(task.Run, new LaunchEnd { Elapsed = task.Elapsed });
        foreach (var (submission, _) in _queue.Records())
            if (_live.All(task => task.Submission != submission) && !_foreign.Contains(submission)) _queue.Forget(submission);
    }

    /// <summary>Finds the tasks of earlier sessions. Those of runs that compute something else by now are cancelled.</summary>
    private async Task AttachAsync(IReadOnlyList<LaunchedRun> runs)
    {
        var records = _queue.Records();
        var byName = runs.ToDictionary(run => run.Name, StringComparer.Ordinal);
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            var (queued, fault) = await _queue.AskAsync(records.Select(record => record.Submission));
            if (fault is not null) throw Unanswered(fault);
            var outdated = new List<string>();
            _live.Clear();
            foreach (var (submission, tasks) in records)
            {
                for (var index = 0; index < tasks.Count; index++)
                {
                    if (!queued.TryGetValue((submission, index), out var task) || SlurmQueue.IsEnded(task.State)) continue;
                    if (!byName.TryGetValue(tasks[index].Run, out var run)) _foreign.Add(submission);
                    else if (run.Fingerprint != tasks[index].Fingerprint) outdated.Add(task.Id);
                    else _live.Add(new FollowedTask(run) { Submission = submission, Index = index, Resumed = HasRun(run) });
                }
            }

            if (outdated.Count == 0) return;
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > options.PatienceSeconds) throw Unanswered("tasks that were cancelled do not end");
            await SlurmQueue.CancelAsync(outdated);
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(1, options.PollSeconds)), CancellationToken.None);
        }
    }

    private async Task SubmitAsync()
    {
        // One array at a time keeps its bound; what was lost is submitted again beside it, within what the bound leaves.
        if (_waiting.Count == 0 || (_live.Count > 0 && _waiting.Peek().Used == 0)) return;
        var most = options.MaxParallel > 0 ? options.MaxParallel : context.Parallel ?? 0;
        var batch = new List<FollowedTask>();
        while (batch.Count < options.ArraySize && _waiting.TryDequeue(out var task))
        {
            if (Prepare(task)) batch.Add(task);
        }

        if (batch.Count == 0) return;
        var bound = most == 0 ? 0 : Math.Max(1, most - _live.Count);
        var (submission, refusal) = await _queue.SubmitAsync([.. batch.Select(task => (task.Run, task.Used))], options, bound);
        if (refusal is not null)
        {
            if (!_hasSubmitted) throw new JobException(new Finding
            {
                Code = "SLURM0102",
                What = $"Slurm refused the tasks: {refusal}",
                Fix = $"Mend the launcher's options; the script is {_queue.Files(submission)}.sh.",
            });
            foreach (var task in batch) _waiting.Enqueue(task);
            Silent($"Slurm takes no tasks: {refusal}");
            return;
        }

        (_hasSubmitted, _silentSince) = (true, 0);
        for (var index = 0; index < batch.Count; index++) (batch[index].Submission, batch[index].Index, batch[index].Missing) = (submission, index, 0);
        _live.AddRange(batch);
        context.Tell($"{batch.Count} task{(batch.Count == 1 ? "" : "s")} submitted as {_queue.JobName(submission)}.");
    }

    private bool Prepare(FollowedTask task)
    {
        try
        {
            task.Resumed = context.Prepare(task.Run);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (task.Since == 0) context.Started(task.Run, resumed: false);
            context.Ended(task.Run, new LaunchEnd { Elapsed = task.Elapsed, Reason = $"it cannot be started: {exception.Message}" });
            return false;
        }
    }

    private async Task PollAsync()
    {
        var (queued, fault) = await _queue.AskAsync(_live.Select(task => task.Submission).Distinct());
        if (fault is not null)
        {
            Silent($"Slurm's queue gives no answer: {fault}");
            return;
        }

        _silentSince = 0;
        foreach (var task in _live.ToArray())
        {
            var state = queued.TryGetValue((task.Submission, task.Index), out var found) ? found.State : null;
            if (state is not (null or "PENDING") && !SlurmQueue.IsEnded(state) && task.Since == 0) Begin(task);
            if (state is not null && !SlurmQueue.IsEnded(state)) continue;
            var end = _queue.End(task.Submission, task.Index);
            // Slurm forgets what ended some minutes ago, and a shared folder may show a file late.
            if (end is null && state != "CANCELLED" && ++task.Missing < 3) continue;
            if (task.Since == 0 && (end is not null || !IsStopping)) Begin(task);
            _live.Remove(task);
            End(task, state, end);
        }
    }

    private void Begin(FollowedTask task)
    {
        task.Since = Stopwatch.GetTimestamp();
        if (!task.IsKnown) context.Started(task.Run, task.Resumed);
        task.IsKnown = true;
    }

    private void End(FollowedTask task, string? state, (int ExitCode, int Restarts)? end)
    {
        task.Used += 1 + (end?.Restarts ?? 0);
        var isCancelled = state == "CANCELLED" && end?.ExitCode is not 0;
        // The run itself came to an end, good or bad; the other codes are those of a stop and of signals that end a process.
        if (!isCancelled && end is { ExitCode: not (LaunchedRun.StoppedExitCode or 137 or 138 or 143) } own)
        {
            context.Ended(task.Run, new LaunchEnd { Elapsed = task.Elapsed, ExitCode = own.ExitCode });
            return;
        }

        if (IsStopping)
        {
            if (task.IsKnown) context.Ended(task.Run, new LaunchEnd { Elapsed = task.Elapsed, ExitCode = end?.ExitCode });
            return;
        }

        var reason = state switch
        {
            "CANCELLED" => "its task was cancelled",
            "OUT_OF_MEMORY" => "its task used more memory than it may (OUT_OF_MEMORY)",
            _ => null,
        };
        if (reason is null && task.Used >= options.Attempts)
            reason = $"it was broken off {task.Used} time{(task.Used == 1 ? "" : "s")}, the last one as {state ?? "a task that is gone"}";
        if (reason is not null)
        {
            context.Ended(task.Run, new LaunchEnd { Elapsed = task.Elapsed, Reason = reason });
            return;
        }

        context.Tell($"again   {task.Run.Name}: its task ended early ({state ?? "gone"}{(end is { } last ? $", exit code {last.ExitCode}" : "")})");
        task.Rest();
        _waiting.Enqueue(task);
    }

    private void Stop()
    {
        var names = "--name=" + string.Join(',', _live.Select(task => _queue.JobName(task.Submission)).Distinct());
        if (_live.Count == 0) return;
        if (_stopped == 0)
        {
            _stopped = Stopwatch.GetTimestamp();
            // Not waited for: scancel tries again for a long time where a task is just about to end.
            _ = SlurmQueue.CancelAsync(["--state=PENDING", names]);
            _ = SlurmQueue.CancelAsync(["--state=RUNNING", "--full", "--signal=TERM", names]);
        }

        if (_killed != 0 || (!context.Kill.IsCancellationRequested && Stopwatch.GetElapsedTime(_stopped) < StopDeadline)) return;
        _killed = Stopwatch.GetTimestamp();
        _ = SlurmQueue.CancelAsync([names]);
    }

    private async Task PauseAsync()
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(
            _stopped == 0 ? context.Stop : CancellationToken.None,
            _killed == 0 ? context.Kill : CancellationToken.None);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(IsStopping ? Math.Min(1, options.PollSeconds) : options.PollSeconds), wake.Token);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: at once.
        }
    }

    private void Silent(string fault)
    {
        if (_silentSince == 0)
        {
            _silentSince = Stopwatch.GetTimestamp();
            context.Tell(fault);
        }
        else if (Stopwatch.GetElapsedTime(_silentSince).TotalSeconds > options.PatienceSeconds)
        {
            throw Unanswered(fault);
        }
    }

    private static bool HasRun(LaunchedRun run) => File.Exists(Path.Combine(run.Folder, "run.json"));

    private static JobException Unanswered(string fault) => new(new Finding
    {
        Code = "SLURM0103",
        What = $"Slurm cannot be followed: {fault}",
        Fix = "Tasks that were submitted go on. Start the same command again once squeue answers.",
    });

    /// <summary>A run on its way through the queue.</summary>
    private sealed class FollowedTask(LaunchedRun run)
    {
        private TimeSpan _before;

        public LaunchedRun Run => run;

        public int Submission { get; set; }

        public int Index { get; set; }

        /// <summary>Executions that ended early.</summary>
        public int Used { get; set; }

        public bool Resumed { get; set; }

        /// <summary>Whether its start was told.</summary>
        public bool IsKnown { get; set; }

        /// <summary>When it was first seen to run; 0 if it was not.</summary>
        public long Since { get; set; }

        /// <summary>Polls in a row in which neither the queue nor an end file said anything.</summary>
        public int Missing { get; set; }

        public TimeSpan Elapsed => _before + (Since == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Since));

        /// <summary>Goes back to those that wait.</summary>
        public void Rest() => (_before, Since) = (Elapsed, 0);
    }
}
