using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Writes down what an assembly shows to its users, one line for each type and member, in a stable order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> Implied = [typeof(object), typeof(ValueType), typeof(Enum)];

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
    };

    private static readonly NullabilityInfoContext Nullability = new();

    public static IEnumerable<string> Describe(Assembly assembly)
        => assembly.GetExportedTypes()
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .SelectMany(static type => Members(type).Order(StringComparer.Ordinal).Select(static member => "    " + member).Prepend(Header(type)));

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsByRefLike: true } => "ref struct",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var bases = type.GetInterfaces()
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(face => !type.IsEnum && face.IsPublic)
            .Select(Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (type.BaseType is { } parent && !Implied.Contains(parent))
        {
            bases.Insert(0, Name(parent));
        }

        var inherited = string.Join(", ", bases);
        var immutable = type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "";
        return $"{immutable}{kind} {type.Namespace}.{Name(type)}{(inherited.Length == 0 ? "" : " : " + inherited)}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            yield return $"{Access(constructor)}{type.Name.Split('`')[0]}({Parameters(constructor)})";
        }

        foreach (var field in type.GetFields(Declared).Where(static field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName))
        {
            yield return field.IsLiteral
                ? string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {field.GetRawConstantValue()}")
                : $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}";
        }

        foreach (var property in type.GetProperties(Declared).Where(static property => property.GetAccessors(nonPublic: true).Any(IsVisible)))
        {
            var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
            var faces = accessors.Select(accessor => accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;");
            yield return $"{Access(accessors[0])}{Annotated(Name(property.PropertyType), Nullability.Create(property))} {property.Name} {{ {string.Join(' ', faces)} }}";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))))
        {
            var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
            var result = Annotated(Name(method.ReturnType), Nullability.Create(method.ReturnParameter));
            yield return $"{Access(method)}{result} {method.Name}{generic}({Parameters(method)}){Constraints(method.GetGenericArguments())}";
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsInit(MethodInfo setter)
        => setter.ReturnParameter.GetRequiredCustomModifiers().Any(static modifier => modifier.Name == "IsExternalInit");

    private static string Access(MethodBase method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.DeclaringType!.IsInterface)
        {
            return access;
        }

        var dispatch = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            MethodInfo { IsVirtual: true, IsFinal: false } overriding when overriding.GetBaseDefinition() != overriding => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return access + dispatch;
    }

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var prefix = parameter.IsOut ? "out " : type.IsByRef ? "ref " : "";
        var name = Annotated(Name(type.IsByRef ? type.GetElementType()! : type), Nullability.Create(parameter));
        var fallback = !parameter.HasDefaultValue ? ""
            : " = " + (parameter.RawDefaultValue switch { null when type.IsValueType => "default", null => "null", var value => value });
        return $"{prefix}{name} {parameter.Name}{fallback}";
    }

    private static string Annotated(string name, NullabilityInfo info)
        => info.ReadState == NullabilityState.Nullable && !name.EndsWith('?') && !info.Type.IsGenericParameter ? name + "?" : name;

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(static argument => argument.IsGenericParameter).Select(static argument =>
    {
        var kinds = argument.GetGenericParameterConstraints().Where(static kind => kind != typeof(ValueType)).Select(Name).ToList();
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            kinds.Insert(0, "struct");
        }
        else if (IsNotNull(argument))
        {
            kinds.Insert(0, "notnull");
        }

        return kinds.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", kinds)}";
    }));

    /// <summary>The compiler writes the constraint on the parameter, or leaves it out where the method or type around it says the same.</summary>
    private static bool IsNotNull(Type argument)
        => new MemberInfo?[] { argument, argument.DeclaringMethod, argument.DeclaringType }
            .SelectMany(static member => member?.CustomAttributes ?? [])
            .FirstOrDefault(static data => data.AttributeType.Name is "NullableAttribute" or "NullableContextAttribute")
            ?.ConstructorArguments[0].Value is (byte)1;

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
