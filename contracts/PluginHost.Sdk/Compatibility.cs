namespace System.Runtime.CompilerServices;

/// <summary>Lets records compile for netstandard2.0, which compilers ask of their extensions.</summary>
internal static class IsExternalInit;
