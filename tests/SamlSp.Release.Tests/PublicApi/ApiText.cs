using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace SamlSp.Release.Tests;

/// <summary>Writes down everything that an assembly offers, in an order that does not depend on the compiler.</summary>
internal static class ApiText
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>One line a type, and below it one a member.</summary>
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(t => !IsCompilers(t)).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        if (type.IsEnum)
        {
            return $"enum {ApiTypeName.Full(type)} : {ApiTypeName.Of(Enum.GetUnderlyingType(type))}";
        }

        if (type.BaseType == typeof(MulticastDelegate))
        {
            return "delegate " + Signature(type.GetMethod("Invoke")!, ApiTypeName.Full(type));
        }

        var kind =
            type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : IsRecord(type) ? "record"
            : "class";
        var modifiers = type switch
        {
            { IsInterface: true } or { IsValueType: true } => "",
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<Type> bases = type.GetInterfaces()
            .Except(inherited)
            .Where(i => i.IsVisible && i.Name != "IEquatable`1")
            .OrderBy(i => i.FullName, StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            bases = bases.Prepend(parent);
        }

        var list = string.Join(", ", bases.Select(t => ApiTypeName.Of(t)));
        return $"{modifiers}{kind} {ApiTypeName.Full(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.BaseType == typeof(MulticastDelegate))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
                    )
                );
        }

        return type.GetFields(Own)
            .Where(f => IsOffered(f.Attributes) && !IsCompilers(f))
            .Select(Field)
            .Concat(
                type.GetConstructors(Own)
                    .Where(c => IsOffered(c.Attributes) && !c.IsStatic && !IsCompilers(c) && !IsCopy(c))
                    .Select(c => Access(c.Attributes) + "new(" + Parameters(c) + ")")
            )
            .Concat(
                type.GetProperties(Own)
                    .Where(p => p.GetAccessors(nonPublic: true).Any(a => IsOffered(a.Attributes)) && p.Name != "EqualityContract")
                    .Select(Property)
            )
            .Concat(
                type.GetEvents(Own)
                    .Where(e => IsOffered(e.AddMethod!.Attributes))
                    .Select(e => $"event {ApiTypeName.Of(e.EventHandlerType!)} {e.Name}")
            )
            .Concat(
                type.GetMethods(Own)
                    .Where(m =>
                        IsOffered(m.Attributes)
                        && !IsCompilers(m)
                        && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))
                        && !m.Name.StartsWith('<')
                    )
                    .Select(m => Access(m.Attributes) + Modifiers(m) + Signature(m, m.Name))
            );
    }

    private static string Field(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? " = " + Literal(field.GetRawConstantValue()) : "";
        return $"{Access(field.Attributes)}{kind}{ApiTypeName.Of(new NullabilityInfoContext().Create(field))} {field.Name}{value}";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = new StringBuilder();
        if (property.GetMethod is { } get && IsOffered(get.Attributes))
        {
            accessors.Append("get; ");
        }

        if (property.SetMethod is { } set && IsOffered(set.Attributes))
        {
            accessors.Append(set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ");
        }

        var first = property.GetMethod is { } reads && IsOffered(reads.Attributes) ? reads : property.SetMethod!;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var name =
            property.GetIndexParameters().Length > 0
                ? "this[" + string.Join(", ", property.GetIndexParameters().Select(Parameter)) + "]"
                : property.Name;
        return $"{Access(first.Attributes)}{Modifiers(first)}{required}{ApiTypeName.Of(new NullabilityInfoContext().Create(property))} {name} {{ {accessors}}}";
    }

    private static string Signature(MethodInfo method, string name)
    {
        var generic = method.IsGenericMethodDefinition
            ? "<" + string.Join(", ", method.GetGenericArguments().Select(a => a.Name)) + ">"
            : "";
        var extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{ApiTypeName.Of(new NullabilityInfoContext().Create(method.ReturnParameter))} {name}{generic}({extends}{Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var way =
            parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : "";
        var value = parameter.HasDefaultValue ? " = " + Literal(parameter.DefaultValue) : "";
        return $"{way}{ApiTypeName.Of(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{value}";
    }

    private static string Literal(object? value) =>
        value switch
        {
            null => "default",
            string text => "\"" + text + "\"",
            bool yes => yes ? "true" : "false",
            Enum member => member.GetType().Name + "." + member,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static string Modifiers(MethodInfo method) =>
        method switch
        {
            { IsStatic: true } => "static ",
            { DeclaringType.IsInterface: true } => method.IsAbstract ? "" : "virtual ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true } when method.GetBaseDefinition().DeclaringType != method.DeclaringType => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };

    private static string Access(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? "" : "protected ";

    private static string Access(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public ? "" : "protected ";

    private static bool IsOffered(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask)
            is MethodAttributes.Public
                or MethodAttributes.Family
                or MethodAttributes.FamORAssem;

    private static bool IsOffered(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool IsCopy(ConstructorInfo constructor) =>
        IsRecord(constructor.DeclaringType!)
        && constructor.GetParameters() is [{ } only]
        && only.ParameterType == constructor.DeclaringType;

    private static bool IsCompilers(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name.Contains("RegexGenerator", StringComparison.Ordinal);
}
