using PluginHost.Learning;

namespace PluginHost.Conformance.Wayward;

/// <summary>Adds a loss that grows with the steps taken, and does one thing wrong.</summary>
public sealed class WaywardStrategy : IStrategy, IStateful, IDisposable
{
    private readonly WaywardOptions _options;
    private int _steps;

    public WaywardStrategy(WaywardOptions options)
    {
        _options = options;
        switch (options.Fault)
        {
            case Fault.BuildThrows: throw new InvalidOperationException("not today");
            case Fault.StaticHandler: AppDomain.CurrentDomain.ProcessExit += Note; break;
            case Fault.RunningThread: new Thread(Linger) { IsBackground = true }.Start(); break;
        }
    }

    public void AddLosses(LossContext loss)
    {
        var weight = _options.Fault == Fault.DrawsFromTheClock ? Environment.TickCount64 % 1000 / 1e4 : _steps / 1e3;
        loss.Add("wayward", weight, loss.RowLoss.mean());
    }

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        _steps++;
        if (_options.Fault == Fault.StepThrows) throw new InvalidOperationException("the first step went wrong");
    }

    public void SaveState(StateBag state) => state.Json["steps"] = _steps;

    public void LoadState(StateBag state, ILearningContext context)
    {
        if (_options.Fault != Fault.ForgetsItsState) _steps = (int)state.Json["steps"]!;
    }

    public void Dispose()
    {
        if (_options.Fault == Fault.DisposeThrows) throw new InvalidOperationException("will not go");
    }

    private static void Linger() => Thread.Sleep(TimeSpan.FromMinutes(5));

    private void Note(object? sender, EventArgs e) => _steps++;
}
