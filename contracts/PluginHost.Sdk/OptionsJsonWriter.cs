using System.Text;

namespace PluginHost.Sdk;

/// <summary>
/// Writes the JSON code of all options of an assembly. Generators do not see what others generate, so this says itself what
/// System.Text.Json's generator would: metadata without reflection-based JSON, which would keep the plugin from unloading.
/// </summary>
internal static class OptionsJsonWriter
{
    private const string Json = "global::System.Text.Json";
    private const string Metadata = Json + ".Serialization.Metadata";
    private const string Services = Metadata + ".JsonMetadataServices";

    // Options are read as they are written by hand: camelCase names, comments and trailing commas.
    private const string Head = $$"""
            /// <summary>The JSON code of this plugin's options.</summary>
            internal sealed class PluginOptionsJson : {{Json}}.Serialization.JsonSerializerContext, {{Metadata}}.IJsonTypeInfoResolver
            {
                private const global::System.Reflection.BindingFlags Members =
                    global::System.Reflection.BindingFlags.Instance | global::System.Reflection.BindingFlags.Public;

                private static readonly PluginOptionsJson s_default = new(Settings());

                private PluginOptionsJson({{Json}}.JsonSerializerOptions options) : base(options)
                {
                }

                /// <inheritdoc/>
                protected override {{Json}}.JsonSerializerOptions? GeneratedSerializerOptions => Options;

                /// <summary>The type information of an options class.</summary>
                public static {{Metadata}}.JsonTypeInfo<T> Of<T>() => ({{Metadata}}.JsonTypeInfo<T>)s_default.Options.GetTypeInfo(typeof(T));

                /// <inheritdoc/>
                public override {{Metadata}}.JsonTypeInfo? GetTypeInfo(global::System.Type type) =>
                    Options.TryGetTypeInfo(type, out var info) ? info : null;

                private static {{Json}}.JsonSerializerOptions Settings() => new()
                {
                    PropertyNamingPolicy = {{Json}}.JsonNamingPolicy.CamelCase,
                    ReadCommentHandling = {{Json}}.JsonCommentHandling.Skip,
                    AllowTrailingCommas = true,
                };

                private static {{Json}}.Serialization.JsonConverter EnumConverter<T>({{Json}}.JsonSerializerOptions options) where T : struct, global::System.Enum =>
                    new {{Json}}.Serialization.JsonStringEnumConverter<T>({{Json}}.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
                        .CreateConverter(typeof(T), options);

        """;

    // The host reads descriptions where it reads ranges: among a property's attributes.
    private const string Described = """
            /// <summary>The attributes of an option, with the description from its XML summary.</summary>
            file sealed class Described(global::System.Reflection.MemberInfo member, string text) : global::System.Reflection.ICustomAttributeProvider
            {
                public object[] GetCustomAttributes(bool inherit) =>
                    [.. member.GetCustomAttributes(inherit), new global::System.ComponentModel.DescriptionAttribute(text)];

                public object[] GetCustomAttributes(global::System.Type attributeType, bool inherit) =>
                    attributeType.IsAssignableFrom(typeof(global::System.ComponentModel.DescriptionAttribute))
                        ? [.. member.GetCustomAttributes(attributeType, inherit), new global::System.ComponentModel.DescriptionAttribute(text)]
                        : member.GetCustomAttributes(attributeType, inherit);

                public bool IsDefined(global::System.Type attributeType, bool inherit) =>
                    attributeType.IsAssignableFrom(typeof(global::System.ComponentModel.DescriptionAttribute)) || member.IsDefined(attributeType, inherit);
            }

        """;

    public static string Write(string space, IEnumerable<ComponentModel> components)
    {
        var types = components.SelectMany(component => component.Types)
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Select(group => group.First())
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .ToArray();
        var text = new StringBuilder(PluginWriter.Header).Append($"namespace {space}\n{{\n").Append(Head).Append('\n');
        text.Append($"        {Metadata}.JsonTypeInfo? {Metadata}.IJsonTypeInfoResolver.GetTypeInfo(global::System.Type type, {Json}.JsonSerializerOptions options)\n");
        text.Append("        {\n");
        for (var i = 0; i < types.Length; i++) text.Append($"            if (type == typeof({types[i].Name})) return {Create(types[i], i)};\n");
        text.Append("            return null;\n        }\n");
        for (var i = 0; i < types.Length; i++)
        {
            if (types[i].Shape == TypeShape.Object) Object(text, types[i], i);
        }

        return text.Append("    }\n\n").Append(Described).Append("}\n").ToString();
    }

    private static string Create(OptionType type, int index)
    {
        var (name, element) = (type.Name, type.Element);
        return type.Shape switch
        {
            TypeShape.Simple => $"{Services}.CreateValueInfo<{name}>(options, {Services}.{type.Maker})",
            TypeShape.Enum => $"{Services}.CreateValueInfo<{name}>(options, EnumConverter<{name}>(options))",
            TypeShape.Nullable => $"{Services}.CreateValueInfo<{name}>(options, {Services}.GetNullableConverter<{element}>(options))",
            TypeShape.Array => $"{Services}.CreateArrayInfo<{element}>(options, new {Metadata}.JsonCollectionInfoValues<{name}>())",
            TypeShape.Collection => $"{Services}.{type.Maker}<{name}, {element}>(options, {Collection(type)})",
            TypeShape.Dictionary => $"{Services}.{type.Maker}<{name}, string, {element}>(options, {Collection(type)})",
            _ => $"Type{index}(options)",
        };
    }

    // Interfaces get the List or Dictionary that the serializer makes for them.
    private static string Collection(OptionType type)
    {
        var creator = type.Maker is "CreateListInfo" or "CreateDictionaryInfo" ? $" {{ ObjectCreator = static () => new {type.Name}() }}" : "()";
        return $"new {Metadata}.JsonCollectionInfoValues<{type.Name}>{creator}";
    }

    private static void Object(StringBuilder text, OptionType type, int index)
    {
        text.Append($"\n        private static {Metadata}.JsonTypeInfo<{type.Name}> Type{index}({Json}.JsonSerializerOptions options) =>\n");
        text.Append($"            {Services}.CreateObjectInfo<{type.Name}>(options, new {Metadata}.JsonObjectInfoValues<{type.Name}>\n            {{\n");
        text.Append($"                ObjectCreator = static () => new {type.Name}(),\n");
        text.Append($"                PropertyMetadataInitializer = _ => Properties{index}(options),\n            }});\n\n");
        text.Append($"        private static {Metadata}.JsonPropertyInfo[] Properties{index}({Json}.JsonSerializerOptions options)\n        {{\n");
        text.Append($"            var properties = new {Metadata}.JsonPropertyInfo[{type.Properties.Count}];\n");
        var number = 0;
        foreach (var property in type.Properties) Property(text, property, index, number++);
        text.Append("            return properties;\n        }\n");
        number = 0;
        foreach (var property in type.Properties)
        {
            if (property.InitOnly) Setter(text, property, index, number);
            number++;
        }
    }

    private static void Property(StringBuilder text, OptionProperty property, int index, int number)
    {
        var (owner, type) = (property.DeclaringType, property.Type);
        var set = property.InitOnly ? $"Set{index}_{number}(({owner})item, value!)" : $"(({owner})item).{property.Name} = value!";
        var member = $"typeof({owner}).GetProperty({PluginWriter.Literal(property.Name)}, Members)";
        var attributes = property.Description is { } line ? $"new Described({member}!, {PluginWriter.Literal(line)})" : member;
        text.Append($"            properties[{number}] = {Services}.CreatePropertyInfo<{type}>(options, new {Metadata}.JsonPropertyInfoValues<{type}>\n");
        text.Append("            {\n");
        text.Append("                IsProperty = true,\n                IsPublic = true,\n");
        text.Append($"                DeclaringType = typeof({owner}),\n");
        text.Append($"                PropertyName = {PluginWriter.Literal(property.Name)},\n");
        if (property.JsonName is { } name) text.Append($"                JsonPropertyName = {PluginWriter.Literal(name)},\n");
        text.Append($"                Getter = static item => (({owner})item).{property.Name},\n");
        text.Append($"                Setter = static (item, value) => {set},\n");
        text.Append($"                AttributeProviderFactory = static () => {attributes},\n");
        text.Append("            });\n");
        if (!property.NotNull) return;
        text.Append($"            properties[{number}].IsGetNullable = false;\n            properties[{number}].IsSetNullable = false;\n");
    }

    private static void Setter(StringBuilder text, OptionProperty property, int index, int number)
    {
        text.Append($"\n        [global::System.Runtime.CompilerServices.UnsafeAccessor(");
        text.Append("global::System.Runtime.CompilerServices.UnsafeAccessorKind.Method, ");
        text.Append($"Name = \"set_{property.Name}\")]\n");
        text.Append($"        private static extern void Set{index}_{number}({property.DeclaringType} item, {property.Type} value);\n");
    }
}
