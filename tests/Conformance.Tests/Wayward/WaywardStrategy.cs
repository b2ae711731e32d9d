using PluginHost.Learning;

namespace PluginHost.Conformance.Wayward;

/// <summary>Adds a loss that grows with the steps taken, and does one thing wrong.</summary>
public sealed class WaywardStrategy : IStrategy, IPredictionRule, IStateful, IDisposable
{
    private readonly WaywardOptions _options;
    private int _steps;
    private int _tests;

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
        var weight = _options.Fault == Fault.DrawsFromTheClock ? Environment.TickCount64 % 1000 / 1e4 : (_steps + (_tests * 100)) / 1e3;
        loss.Add("wayward", weight, loss.RowLoss.mean());
    }

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        _steps++;
        if (_options.Fault == Fault.StepThrows) throw new InvalidOperationException("the first step went wrong");
    }

    public ModelOutput Predict(ILearningContext context, Batch batch)
    {
        if (_options.Fault == Fault.HearsTests) _tests++;
        return context.Model.Forward(batch, ForwardRequest.Predictions);
    }

    public void SaveState(StateBag state)
    {
        state.Json["steps"] = _steps;
        state.Json["tests"] = _tests;
        if (_options.Fault == Fault.HidesItsTensors) state.Tensors["hidden"] = TorchSharp.torch.ones(3);
    }

    public void LoadState(StateBag state, ILearningContext context)
    {
        if (_options.Fault == Fault.ForgetsItsState) return;
        _steps = (int)state.Json["steps"]!;
        _tests = (int)state.Json["tests"]!;
    }

    public void Dispose()
    {
        if (_options.Fault == Fault.DisposeThrows) throw new InvalidOperationException("will not go");
    }

    private static void Linger() => Thread.Sleep(TimeSpan.FromMinutes(5));

    private void Note(object? sender, EventArgs e) => _steps++;
}
