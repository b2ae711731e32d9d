namespace PluginHost.Contracts;

/// <summary>
/// On a property of an options class: no figure, weight or prediction of a run depends on the option (loader threads, caches, intervals of logs
/// and checkpoints). <c>--resume</c> and <c>compare</c> accept another value of it. On the contract of a kind: nothing that depends on its
/// components changes a number, so that a job may name others when it is resumed.
/// </summary>
/// <remarks>An option without the attribute affects numbers. The options' JSON schema has <c>"x-affectsNumbers": false</c> where it stands.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Interface, Inherited = true)]
public sealed class DoesNotAffectNumbersAttribute : Attribute;
