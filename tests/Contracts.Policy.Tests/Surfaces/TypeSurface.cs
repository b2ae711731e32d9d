using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>Prints the declaration of a type with what it declares itself.</summary>
internal static class TypeSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Type type)
    {
        var text = new StringBuilder();
        foreach (var attribute in AttributeText.Of(type)) text.Append(attribute).Append('\n');
        if (typeof(Delegate).IsAssignableFrom(type)) return text.Append(PrintDelegate(type)).Append('\n').ToString();
        text.Append(Declaration(type)).Append('\n');
        var body = type.IsEnum ? EnumMembers(type) : Members(type);
        return text.Append("{\n").Append(string.Concat(body.Select(Surface.Indent))).Append("}\n").ToString();
    }

    public static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is { } print && IsGenerated(print));

    private static string PrintDelegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = MethodText.Parameters(invoke);
        return $"public delegate {MethodText.Return(invoke)} {TypeName.Own(type)}({parameters}){MethodText.Constraints(type)};";
    }

    private static string Declaration(Type type)
    {
        var text = new StringBuilder(type.IsNestedFamily || type.IsNestedFamORAssem ? "protected " : "public ");
        if (type.IsClass)
            text.Append((type.IsAbstract, type.IsSealed) switch
            {
                (true, true) => "static ",
                (true, false) => "abstract ",
                (false, true) => "sealed ",
                _ => "",
            });
        if (type is { IsValueType: true, IsEnum: false } && type.IsDefined(typeof(IsReadOnlyAttribute))) text.Append("readonly ");
        if (type.IsByRefLike) text.Append("ref ");
        if (IsRecord(type)) text.Append("record ");
        text.Append(type.IsEnum ? "enum " : type.IsInterface ? "interface " : type.IsValueType ? "struct " : "");
        if (type.IsClass && !IsRecord(type)) text.Append("class ");
        text.Append(TypeName.Own(type));
        var bases = Bases(type).ToArray();
        if (bases.Length > 0) text.Append(" : ").AppendJoin(", ", bases);
        return text.Append(MethodText.Constraints(type)).ToString();
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            var underlying = Enum.GetUnderlyingType(type);
            return underlying == typeof(int) ? [] : [TypeName.Of(underlying)];
        }

        var above = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? parent : null;
        var all = type.GetInterfaces().Where(one => one.IsVisible).ToArray();
        var inherited = all.SelectMany(one => one.GetInterfaces()).Concat(above?.GetInterfaces() ?? []).ToHashSet();
        var own = all.Where(one => !inherited.Contains(one) && !(IsRecord(type) && IsOwnEquality(one)));
        var names = own.Select(one => TypeName.Of(one)).Order(StringComparer.Ordinal);
        return above is null ? names : names.Prepend(TypeName.Of(above));
    }

    private static bool IsOwnEquality(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static IEnumerable<string> EnumMembers(Type type) => Enum.GetNames(type)
        .Select(name => (Name: name, Value: Convert.ToInt64(Enum.Parse(type, name), provider: null)))
        .OrderBy(member => member.Value)
        .Select(member => $"{Identifier.Of(member.Name)} = {member.Value},");

    private static IEnumerable<string> Members(Type type)
    {
        var fields = type.GetFields(Declared)
            .Where(field => IsVisible(field) && !field.IsSpecialName)
            .Select(field => (field.Name, MemberText.Field(field)));
        var constructors = type.GetConstructors(Declared)
            .Where(one => IsVisible(one) && !one.IsStatic)
            .Select(one => (one.Name, MemberText.Constructor(one)))
            .ToArray();
        if (constructors.Length == 0 && type is { IsClass: true } && !(type.IsAbstract && type.IsSealed))
            constructors = [("", MemberText.HiddenConstructor(type))];
        var properties = type.GetProperties(Declared)
            .Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && !IsGenerated(property))
            .Select(property => (property.Name, MemberText.Property(property)));
        var events = type.GetEvents(Declared)
            .Where(one => one.AddMethod is { } add && IsVisible(add))
            .Select(one => (one.Name, MemberText.Event(one)));
        var methods = type.GetMethods(Declared)
            .Where(method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
            .Where(method => method.Name != "Finalize" && (!IsGenerated(method) || method.Name == "Deconstruct"))
            .Select(method => (method.Name, MemberText.Method(method)))
            .Concat(Explicit(type));
        var nested = type.GetNestedTypes(Declared)
            .Where(one => one.IsNestedPublic || one.IsNestedFamily || one.IsNestedFamORAssem)
            .Select(one => (one.Name, Print(one)));
        return new[] { fields, constructors, properties, events, methods, nested }.SelectMany(
            group => group.OrderBy(one => one.Item1, StringComparer.Ordinal)
                .ThenBy(one => one.Item2, StringComparer.Ordinal)
                .Select(one => one.Item2));
    }

    /// <summary>Methods of public interfaces that a class implements without showing them itself.</summary>
    private static IEnumerable<(string, string)> Explicit(Type type)
    {
        if (type.IsInterface) return [];
        return type.GetInterfaces()
            .Where(one => one.IsVisible)
            .Select(type.GetInterfaceMap)
            .SelectMany(map => map.TargetMethods.Zip(map.InterfaceMethods))
            .Where(pair => pair.First.DeclaringType == type && pair.First.IsPrivate && !pair.First.IsSpecialName)
            .Select(pair => (pair.First.Name, MemberText.Explicit(pair.Second)));
    }

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute));
}
