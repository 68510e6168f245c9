using System;
using System.Collections.Generic;
using System.Threading;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Turns a valid signature into text, and so leaves the compilation behind.</summary>
internal static class ModelBuilder
{
    public static BatchMethod Build(BatchSignature signature, CheckedSignature types, SyntaxNode declaration, CancellationToken cancellationToken)
    {
        IMethodSymbol method = signature.Method;
        AttributeSettings settings = signature.Settings;
        ITypeSymbol value = types.ValueType;
        string valueType = LoaderBase.ValueType(value);
        bool isLookup = signature.ResultShape == ResultShape.Lookup;
        bool isOverloaded = method.ContainingType.GetMembers(method.Name).Length > 1;
        EquatableArray<Service> services = Services(signature, cancellationToken);
        EquatableArray<BatchArgument> arguments = ArgumentsParser.Read(signature);

        return new()
        {
            Namespace = TypeNames.Namespace(method.ContainingNamespace),
            LoaderName = signature.LoaderName,
            IsPublic = signature.IsPublic,
            FileName = TypeNames.Metadata(method.ContainingType),
            ContainingType = TypeNames.Of(method.ContainingType),
            MethodName = method.Name,
            IsOverloaded = isOverloaded,
            Summary = Summary.Read(method, declaration, cancellationToken),
            Obsolete = FirstArgument(method, KnownTypes.IsObsolete),
            Experimental = FirstArgument(method, KnownTypes.IsExperimental) is { } id && SyntaxFacts.IsValidIdentifier(id) ? id : null,
            UseWarnings = UseWarnings.Find(signature, types),
            KeyType = TypeNames.Of(types.KeyType),
            ValueType = isLookup ? $"global::System.Collections.Generic.IReadOnlyList<{valueType}>" : valueType,
            InterfaceIdentity = arguments.Count > 0 ? "" : InterfaceIdentity(types.KeyType, value, isLookup),
            ElementType = isLookup ? valueType : null,
            CacheKey = signature.CacheKey is { } function
                ? new(MemberName(function), TypeNames.Of(function.ReturnType), !IsSameWithNulls(function.Parameters[0].Type, types.KeyType))
                : null,
            KeyComparer = signature.KeyComparer is { } comparer
                ? MemberName(comparer) + (KeyComparerParser.NeedsBang(signature, signature.CacheKey?.ReturnType ?? types.KeyType) ? "!" : "")
                : null,
            KeyOf = signature is { KeyOf: { } member, ResultShape: ResultShape.Values or ResultShape.Results } ? KeyOf(member, value) : null,
            KeysParameterType = isOverloaded || signature.KeysShape == KeysShape.List ? TypeNames.NotNull(method.Parameters[0].Type) : "",
            KeysShape = signature.KeysShape,
            ResultShape = signature is { ResultShape: ResultShape.Values, KeyOf: not null } && settings.AnyOrder ? ResultShape.Rows : signature.ResultShape,
            IsValueTask = signature.IsValueTask,
            IsImmutableArray = KnownTypes.IsImmutableArray(types.ResultType),
            NeedsBang = signature.ResultKey is { } key && !IsSameWithNulls(key, types.KeyType),
            NeedsBangForSelf = DiffersInNulls(signature, types),
            FailsMissingKeys = !isLookup && !LoaderBase.AllowsNull(value),
            Surplus = settings.Surplus,
            MaxBatchSize = settings.MaxBatchSize,
            MaxConcurrentBatches = settings.MaxConcurrentBatches,
            Cache = settings.Cache,
            PerBatch = settings.PerBatch && services.Count > 0,
            Roles = signature.Roles,
            Services = services,
            Arguments = arguments,
            IsShared = settings.IsShared,
            Partition = settings.IsShared ? Partition(signature, cancellationToken) : null,
            Part = signature.OwnPart is { } part ? OwnParts.Read(part, signature.Compilation) : null,
        };
    }

    /// <summary>The model of a method that breaks a rule: what its loader can be named and constructed by.</summary>
    public static BatchMethod BuildStandIn(
        BatchSignature signature, CheckedSignature types, SyntaxNode declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        var roles = new ParameterRole[signature.Roles.Count];
        for (int i = 0; i < roles.Length; i++)
        {
            bool isLeftOut = (signature.Roles[i] == ParameterRole.Partition && ParametersParser.PendingLoader(signature.Method.Parameters[i].Type) is not null)
                || signature.Roles[i] is ParameterRole.Service or ParameterRole.Argument or ParameterRole.Partition && !StandIn.CanTake(signature.Method.Parameters[i], compilation);
            roles[i] = isLeftOut ? ParameterRole.None : signature.Roles[i];
        }

        signature.Roles = new(roles);
        BatchMethod method = Build(signature, types, declaration, cancellationToken);
        return method with
        {
            FileName = FileName(method.FileName),
            Failure = StandIn.WhyNot(signature),
            KeyComparer = null,
            KeyOf = null,
            MaxBatchSize = int.MaxValue,
            MaxConcurrentBatches = int.MaxValue,
            PerBatch = method.PerBatch && compilation.GetTypeByMetadataName(ParametersParser.ServiceScopeFactory) is not null,
        };
    }

    /// <summary>The type around a bad method may be generic or file-local: its name holds what no file's name may.</summary>
    private static string FileName(string type)
    {
        char[] text = type.ToCharArray();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('.' or '+') && !SyntaxFacts.IsIdentifierPartCharacter(text[i]))
                text[i] = '-';
        }

        return new(text);
    }

    private static EquatableArray<Service> Services(BatchSignature signature, CancellationToken cancellationToken)
    {
        List<Service>? services = null;
        ServiceNames? names = null;
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            if (signature.Roles[i] == ParameterRole.Service)
                (services ??= []).Add(Service(signature, i, names ??= new(signature.Method.Parameters), cancellationToken));
        }

        return new(services?.ToArray());
    }

    private static Service? Partition(BatchSignature signature, CancellationToken cancellationToken)
    {
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            if (signature.Roles[i] == ParameterRole.Partition)
                return Service(signature, i, ServiceNames.BesideShared(signature.Method.Parameters), cancellationToken);
        }

        return null;
    }

    private static Service Service(BatchSignature signature, int index, ServiceNames names, CancellationToken cancellationToken)
    {
        IParameterSymbol parameter = signature.Method.Parameters[index];
        string? pending = ParametersParser.PendingLoader(parameter.Type);
        string? @default = Constants.Default(parameter);
        bool isNull = @default == "null" && !parameter.Type.IsValueType;
        return new()
        {
            Parameter = names.Parameter(parameter.Name),
            Field = names.Field(parameter.Name),
            Local = names.Local(parameter.Name),
            Type = pending is null ? TypeNames.Of(isNull ? parameter.Type.WithNullableAnnotation(NullableAnnotation.Annotated) : parameter.Type) : "",
            ContainerType = pending is null ? TypeNames.NotNull(parameter.Type) : "",
            Key = KeyedService.Read(parameter)?.Key,
            Default = @default,
            IsValueType = pending is null && parameter.Type.IsValueType,
            NeedsBang = isNull && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated,
            PendingLoader = pending,
            LookedForIn = pending is null ? default : LoaderLookup.Of(parameter, signature.Compilation, cancellationToken),
        };
    }

    private static string KeyOf(ISymbol member, ITypeSymbol value)
    {
        bool isNullableValue = KeyOfParser.Underlying(value) is var underlying && !ReferenceEquals(underlying, value);
        string text;
        ITypeSymbol type;
        if (member is IMethodSymbol function)
        {
            bool unwraps = isNullableValue && ReferenceEquals(KeyOfParser.Underlying(function.Parameters[0].Type), function.Parameters[0].Type);
            text = $"{MemberName(function)}(value{(unwraps ? ".GetValueOrDefault()" : IsSameWithNulls(function.Parameters[0].Type, value) ? "" : "!")})";
            type = function.ReturnType;
        }
        else
        {
            text = (isNullableValue ? "value.GetValueOrDefault()" : LoaderBase.AllowsNull(value) ? "value!" : "value") + "." + Identifier.Escape(member.Name);
            type = KeyOfParser.TypeOf(member);
        }

        return type.NullableAnnotation == NullableAnnotation.Annotated ? text + "!" : text;
    }

    /// <summary>A lookup of a value is the same <c>IBatchLoader</c> as lists of it.</summary>
    private static string InterfaceIdentity(ITypeSymbol key, ITypeSymbol value, bool isLookup)
    {
        string one = TypeNames.InContainer(value);
        return $"{TypeNames.InContainer(key)}, {(isLookup ? $"global::System.Collections.Generic.IReadOnlyList<{one}>" : one)}";
    }

    private static string MemberName(ISymbol member) => TypeNames.Of(member.ContainingType) + "." + Identifier.Escape(member.Name);

    private static bool IsSameWithNulls(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.IncludeNullability.Equals(one, other);

    private static bool DiffersInNulls(BatchSignature signature, CheckedSignature types)
    {
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            if (signature.Roles[i] == ParameterRole.Loader && signature.Method.Parameters[i].Type is INamedTypeSymbol { TypeArguments: [var key, var value] })
            {
                if (signature.ResultShape == ResultShape.Lookup)
                    value = ((INamedTypeSymbol)value).TypeArguments[0];
                if (!IsSameWithNulls(key, types.KeyType) || !IsSameWithNulls(value, types.ValueType))
                    return true;
            }
        }

        return false;
    }

    /// <summary>What an attribute of the method, or of a type around it, says first; empty if it says nothing, null if there is none.</summary>
    private static string? FirstArgument(IMethodSymbol method, Func<ITypeSymbol, bool> isMeant)
    {
        for (ISymbol? symbol = method; symbol is not null; symbol = symbol.ContainingType)
        {
            foreach (AttributeData attribute in symbol.GetAttributes())
            {
                if (attribute.AttributeClass is { } type && isMeant(type))
                    return attribute.ConstructorArguments is [{ Value: string text }, ..] ? text : "";
            }
        }

        return null;
    }
}
