namespace TorchSharp;

/// <summary>An object that a dispose scope can own.</summary>
internal interface IScoped : IDisposable
{
    DisposeScope? OwningScope { get; set; }
}
