using System.Reflection;

namespace SamlSp.Release.Tests;

/// <summary>Types' names as C# writes them, nullable where they are.</summary>
internal static class ApiTypeName
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>With namespace and outer types.</summary>
    public static string Full(Type type) => (type.IsNested ? Full(type.DeclaringType!) : type.Namespace!) + "." + Of(type);

    /// <summary>Without a namespace.</summary>
    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (Words.TryGetValue(type, out var word))
        {
            return word;
        }

        return type.IsGenericType ? Generic(type, [.. type.GetGenericArguments().Select(Of)]) : type.Name;
    }

    /// <summary>With <c>?</c> where null is allowed, inside of type arguments as well.</summary>
    public static string Of(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        if (Nullable.GetUnderlyingType(type) is not null)
        {
            return Of(type);
        }

        var name =
            info.ElementType is { } element && type.IsArray ? Of(element) + "[]"
            : type.IsGenericType && info.GenericTypeArguments.Length > 0 ? Generic(type, [.. info.GenericTypeArguments.Select(Of)])
            : Of(type);
        var nullable =
            !type.IsValueType
            && (
                info.ReadState == NullabilityState.Nullable
                || (info.ReadState == NullabilityState.Unknown && info.WriteState == NullabilityState.Nullable)
            );
        return nullable ? name + "?" : name;
    }

    private static string Generic(Type type, string[] arguments)
    {
        var bare = type.Name.Split('`')[0];
        return bare == "ValueTuple" ? "(" + string.Join(", ", arguments) + ")" : $"{bare}<{string.Join(", ", arguments)}>";
    }
}
