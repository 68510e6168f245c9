using System.Threading;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// The one place that judges a method. The generator skips what it refuses and the analyzer explains it, so the two cannot disagree. What it
/// cannot see, two methods that make one name, <see cref="Naming.Duplicates"/> finds for both.
/// </summary>
internal static class BatchMethodParser
{
    /// <summary>An extension block of C# 14. The oldest compiler we support has no name for it.</summary>
    private const TypeKind Extension = (TypeKind)14;

    /// <summary>Judges one method; null if it does not carry the attribute.</summary>
    /// <param name="method">The method.</param>
    /// <param name="compilation">Asked only for what a method's symbol does not tell; not kept.</param>
    /// <param name="cancellationToken">Honoured between the steps.</param>
    public static BatchSignature? Parse(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        if (KnownTypes.FindAttribute(method) is not { } attribute)
            return null;
        var signature = new BatchSignature(method, attribute, compilation);
        if (LanguageFloor.IsAbove(compilation))
            signature.Break("the language of the project is older than C# 9");
        else if (signature.Settings.IsBroken)
            signature.Break("its [BatchLoader] does not compile");
        else if (HasSecond(method, attribute))
            signature.Break("[BatchLoader] is there twice");
        else if (Misplaced(method) is { } place)
            signature.Report(RuleIds.NotAccessible, ViolationTarget.MethodName, place);
        else if (method.Name.Length == 0 || method.ContainingType is not { CanBeReferencedByName: true })
            signature.Break("it or its type has no name");
        if (!signature.IsValid)
            return signature;

        CheckMethod(signature);
        CheckLimits(signature);
        NameLoader(signature);
        cancellationToken.ThrowIfCancellationRequested();

        KeysParser.Parse(signature);
        ResultParser.Parse(signature);
        ParametersParser.Parse(signature, compilation);
        cancellationToken.ThrowIfCancellationRequested();

        // Without a key and a value there is nothing that these two could be checked against.
        if (signature is { IsBroken: false, KeyType: { } key, ValueType: { } value })
        {
            CacheKeyParser.Parse(signature, key);
            KeyComparerParser.Parse(signature, key);
            KeyOfParser.Parse(signature, key, value);
            if (signature.LoaderName.Length > 0)
                CheckNeighbours(signature, key, value);
            CheckAliases(signature, key, value, compilation);
        }

        return signature;
    }

    private static bool HasSecond(IMethodSymbol method, AttributeData first)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute != first && attribute.AttributeClass is { } type && KnownTypes.IsBatchLoaderAttribute(type))
                return true;
        }

        return false;
    }

    /// <summary>Why a function is no method that another file can call by the name of its class; null for one that is.</summary>
    private static string? Misplaced(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary => method.ContainingType is { TypeKind: Extension } ? "it stands in an extension block; move it out of the block, into the class around it" : null,
        MethodKind.LocalFunction => "it is a local function; move it into a static class",
        MethodKind.LambdaMethod => "it is a lambda; make it a method of a static class",
        MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove => "it is an accessor; make it a method",
        _ => "it is not an ordinary method of a type; make it one",
    };

    private static void CheckMethod(BatchSignature signature)
    {
        IMethodSymbol method = signature.Method;
        if (!method.IsStatic)
            signature.Report(RuleIds.NotStatic, ViolationTarget.MethodName, "it is an instance method");
        else if (method.IsAbstract || method.IsVirtual)
            signature.Report(RuleIds.NotStatic, ViolationTarget.MethodName, "an abstract or virtual interface method has no body of its own to call");

        TypeUse use = TypeUses.OfMember(method);
        if (use == TypeUse.Broken)
        {
            signature.Break("it, or a type or namespace around it, has no name");
        }
        else if (use == TypeUse.Hidden)
        {
            signature.Report(RuleIds.NotAccessible, ViolationTarget.MethodName, TypeUses.OfMember(method.ContainingType) == TypeUse.Hidden
                ? $"its type '{method.ContainingType.Name}' is private, protected or file-local; make it internal or public"
                : "it is private or protected; make it internal or public");
        }

        if (method.IsGenericMethod)
            signature.Report(RuleIds.Generic, ViolationTarget.MethodName, "it has type parameters");
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.TypeKind == TypeKind.Error)
                signature.Break(type);
            if (type.Arity > 0)
            {
                signature.Report(RuleIds.Generic, ViolationTarget.MethodName, $"its type '{type.Name}' has type parameters");
                break;
            }
        }

        for (int i = 0; i < method.Parameters.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[i];
            if (parameter.Name.Length == 0 || HasNamesake(method, i))
                signature.Break("a parameter has no name of its own");
            if (parameter.RefKind != RefKind.None)
                signature.Report(RuleIds.UnsupportedParameter, i, $"'{parameter.Name}' is passed by reference");
            else if (parameter.IsParams)
                signature.Report(RuleIds.UnsupportedParameter, i, $"'{parameter.Name}' is a params parameter");
            else if (parameter.Type.IsRefLikeType)
                signature.Report(RuleIds.UnsupportedParameter, i, $"'{parameter.Name}' is of a ref struct type, which cannot outlive the call");
            else if (TypeUses.Of(parameter.Type) == TypeUse.Pointer)
                signature.Report(RuleIds.UnsupportedParameter, i, $"'{parameter.Name}' is of a pointer type");
        }

        if (method.IsVararg)
            signature.Report(RuleIds.UnsupportedParameter, ViolationTarget.MethodName, "it takes a variable argument list");
    }

    private static bool HasNamesake(IMethodSymbol method, int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (method.Parameters[i].Name == method.Parameters[index].Name)
                return true;
        }

        return false;
    }

    private static void CheckLimits(BatchSignature signature)
    {
        if (signature.Settings.MaxBatchSize < 1)
            signature.Report(RuleIds.LimitBelowOne, nameof(AttributeSettings.MaxBatchSize), $"MaxBatchSize is {Text(signature.Settings.MaxBatchSize)}");
        if (signature.Settings.MaxConcurrentBatches < 1)
        {
            signature.Report(
                RuleIds.LimitBelowOne,
                nameof(AttributeSettings.MaxConcurrentBatches),
                $"MaxConcurrentBatches is {Text(signature.Settings.MaxConcurrentBatches)}");
        }
    }

    private static void NameLoader(BatchSignature signature)
    {
        if (signature.Settings.Name is { } given)
        {
            if (LoaderName.IsUsable(given))
                signature.LoaderName = given;
            else
                signature.Report(RuleIds.NoName, nameof(AttributeSettings.Name), $"'{given}' cannot be the name of a loader class");
        }
        else if (LoaderName.Derive(signature.Method.Name) is { } derived)
        {
            signature.LoaderName = derived;
        }
        else
        {
            signature.Report(RuleIds.NoName, ViolationTarget.MethodName, "its name leaves nothing to name the loader after");
        }
    }

    private static void CheckNeighbours(BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
    {
        signature.IsPublic = CanBePublic(signature, key, value);
        if (ExistingType.WhyNot(signature, key, value) is { } reason)
        {
            signature.Report(
                RuleIds.DuplicateName,
                signature.Settings.Name is null ? ViolationTarget.MethodName : ViolationTarget.AttributeArgument,
                reason);
        }
    }

    private static bool CanBePublic(BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
    {
        TypeUse use = TypeUses.Worst(TypeUses.OfMember(signature.Method), TypeUses.Of(key));
        use = TypeUses.Worst(use, TypeUses.Of(value));
        if (signature.CacheKey is { } function)
            use = TypeUses.Worst(use, TypeUses.Of(function.ReturnType));
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            ITypeSymbol type = signature.Method.Parameters[i].Type;
            if (signature.Roles[i] is ParameterRole.Service or ParameterRole.Argument or ParameterRole.Partition && ParametersParser.PendingLoader(type) is null)
                use = TypeUses.Worst(use, TypeUses.Of(type));
        }

        return use == TypeUse.Public;
    }

    private static void CheckAliases(BatchSignature signature, ITypeSymbol key, ITypeSymbol value, Compilation compilation)
    {
        if (ExternAliases.WhyHidden(value, compilation) is { } valueReason)
            signature.Report(RuleIds.NotAccessible, ViolationTarget.ReturnType, valueReason);
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            ITypeSymbol type = i == 0 ? key : signature.Method.Parameters[i].Type;
            if (ExternAliases.WhyHidden(type, compilation) is { } reason)
                signature.Report(RuleIds.NotAccessible, i, reason);
        }

        if (signature.CacheKey is { } function && ExternAliases.WhyHidden(function.ReturnType, compilation) is { } cacheKeyReason)
            signature.Report(RuleIds.NotAccessible, nameof(AttributeSettings.CacheKey), cacheKeyReason);
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
