using System.Reflection;
using System.Runtime.CompilerServices;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>Members as C# declares them; bodies throw.</summary>
internal static class MemberText
{
    private const string Body = " => throw null;";

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Field(FieldInfo field)
    {
        var type = TypeName.Of(field.FieldType, Nullability.Create(field), TupleNames.Of(field));
        var name = Identifier.Of(field.Name);
        if (field.IsLiteral)
            return $"{Access(field)}const {type} {name} = {Literal.Of(field.GetRawConstantValue(), field.FieldType)};";
        return $"{Access(field)}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {name};";
    }

    public static string Constructor(ConstructorInfo constructor)
    {
        var type = constructor.DeclaringType!;
        return $"{Access(constructor)}{TypeName.Plain(type)}({MethodText.Parameters(constructor)}){BaseCall(type)}{Body}";
    }

    /// <summary>Stands for constructors that are not public: without it, C# would add a public one.</summary>
    public static string HiddenConstructor(Type type) => $"internal {TypeName.Plain(type)}(){BaseCall(type)}{Body}";

    public static string Event(EventInfo one) =>
        $"{Modifiers(one.AddMethod!)}event {TypeName.Of(one.EventHandlerType!, Nullability.Create(one))} {Identifier.Of(one.Name)};";

    public static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(one => one.Name))}>" : "";
        var name = Operators.NameOf(method) ?? $"{MethodText.Return(method)} {Identifier.Of(method.Name)}{generic}";
        var signature = $"{Modifiers(method)}{name}({MethodText.Parameters(method)}){MethodText.Constraints(method)}";
        return signature + (method.IsAbstract ? ";" : Body);
    }

    /// <summary>A method of an interface, as a class implements it under the interface's name.</summary>
    public static string Explicit(MethodInfo method) =>
        $"{MethodText.Return(method)} {TypeName.Of(method.DeclaringType!)}.{method.Name}({MethodText.Parameters(method)}){Body}";

    public static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(one => IsVisible(one)).ToArray();
        var widest = accessors.OrderByDescending(one => one.IsPublic).First();
        var indices = property.GetIndexParameters();
        var name = indices.Length == 0 ? Identifier.Of(property.Name) : $"this[{string.Join(", ", indices.Select(MethodText.Parameter))}]";
        var type = TypeName.Of(property.PropertyType, Nullability.Create(property), TupleNames.Of(property));
        var by = property.PropertyType.IsByRef ? "ref " : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";

        // Automatic properties say all that matters; where C# has none, the accessors throw.
        var automatic = widest.IsAbstract
            || (indices.Length == 0 && by.Length == 0 && !property.DeclaringType!.IsInterface && IsAutomatic(property));
        var parts = new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsVisible).Select(one =>
        {
            var word = one == property.GetMethod ? "get" : IsInit(one) ? "init" : "set";
            var narrower = widest.IsPublic && !one.IsPublic ? "protected " : "";
            return $"{narrower}{word}{(automatic ? ";" : Body)}";
        });
        return $"{Modifiers(widest)}{required}{by}{type} {name} {{ {string.Join(" ", parts)} }}";
    }

    /// <summary>An automatic property needs a getter, and a type that a class can hold.</summary>
    private static bool IsAutomatic(PropertyInfo property) =>
        !property.PropertyType.IsByRefLike && property.GetMethod is { } get && IsVisible(get);

    /// <summary>What a constructor must call where the base class has none without parameters.</summary>
    private static string BaseCall(Type type)
    {
        if (type is not { IsClass: true, BaseType: { } above }) return "";
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        var visible = above.GetConstructors(All).Where(IsVisible).ToArray();
        if (visible.Length == 0 || Array.Exists(visible, one => one.GetParameters().Length == 0)) return "";
        var shortest = visible.MinBy(one => one.GetParameters().Length)!;
        return $" : base({string.Join(", ", shortest.GetParameters().Select(one => $"default({TypeName.Of(one.ParameterType)})"))})";
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Any(one => one.Name == "IsExternalInit");

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface) return method.IsStatic ? method.IsAbstract ? "static abstract " : "static " : "";
        if (method.IsStatic) return Access(method) + "static ";
        var overrides = method.GetBaseDefinition() != method;
        if (method.IsAbstract) return Access(method) + (overrides ? "abstract override " : "abstract ");
        if (overrides) return Access(method) + (method.IsFinal ? "sealed override " : "override ");
        return Access(method) + (method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    private static string Access(FieldInfo field) => field.IsPublic ? "public " : "protected ";
}
