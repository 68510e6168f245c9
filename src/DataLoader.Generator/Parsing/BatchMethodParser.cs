using System.Threading;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;
using DataLoader.Generator.Diagnostics;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// The one place that decides which methods get a loader. The generator skips what it refuses and the analyzer explains it, so the two can
/// not disagree.
/// </summary>
internal static class BatchMethodParser
{
    /// <summary>Judges one method that carries the attribute.</summary>
    /// <param name="method">The method.</param>
    /// <param name="attribute">Its <c>[BatchLoader]</c>.</param>
    /// <param name="compilation">Asked only for what a method's symbol does not tell; not kept.</param>
    /// <param name="cancellationToken">Honoured between the steps.</param>
    public static BatchSignature Parse(IMethodSymbol method, AttributeData attribute, Compilation compilation, CancellationToken cancellationToken)
    {
        var signature = new BatchSignature(method, AttributeSettings.Read(attribute), compilation);
        if (signature.Settings.IsBroken || method.Name.Length == 0 || method.ContainingType is not { CanBeReferencedByName: true })
        {
            signature.IsBroken = true;
            return signature;
        }

        CheckMethod(signature);
        CheckLimits(signature);
        NameLoader(signature);
        cancellationToken.ThrowIfCancellationRequested();

        KeysParser.Parse(signature);
        ResultParser.Parse(signature);
        ParametersParser.Parse(signature, compilation);
        cancellationToken.ThrowIfCancellationRequested();

        // Without a key and a value there is nothing these two could be checked against.
        if (signature is { IsBroken: false, KeyType: { } key, ValueType: { } value })
        {
            CacheKeyParser.Parse(signature, key);
            KeyOfParser.Parse(signature, key, value);
            if (signature.LoaderName.Length > 0)
                LookAround(signature, key, value);
            CheckAliases(signature, key, value, compilation);
        }

        return signature;
    }

    private static void CheckMethod(BatchSignature signature)
    {
        IMethodSymbol method = signature.Method;
        if (method.MethodKind != MethodKind.Ordinary)
        {
            signature.Report(RuleIds.NotAccessible, ViolationTarget.MethodName, "it is not an ordinary method of a type");
            return;
        }

        if (!method.IsStatic)
            signature.Report(RuleIds.NotStatic, ViolationTarget.MethodName, "it is an instance method");
        else if (method.IsAbstract || method.IsVirtual)
            signature.Report(RuleIds.NotStatic, ViolationTarget.MethodName, "an abstract or virtual interface method has no body of its own to call");

        TypeUse use = TypeUses.OfMember(method);
        if (use == TypeUse.Broken)
        {
            signature.IsBroken = true;
        }
        else if (use == TypeUse.Hidden)
        {
            signature.Report(RuleIds.NotAccessible, ViolationTarget.MethodName, TypeUses.OfMember(method.ContainingType) == TypeUse.Hidden
                ? $"its type '{method.ContainingType.Name}' is private, protected or file-local"
                : "it is private or protected");
        }

        if (method.IsGenericMethod)
            signature.Report(RuleIds.Generic, ViolationTarget.MethodName, "it has type parameters");
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.TypeKind == TypeKind.Error)
                signature.IsBroken = true;
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
                signature.IsBroken = true;
            if (parameter.RefKind != RefKind.None)
                signature.Report(RuleIds.UnsupportedParameter, i, $"'{parameter.Name}' is passed by reference");
            else if (parameter.IsParams)
                signature.Report(RuleIds.UnsupportedParameter, i, $"'{parameter.Name}' is a params parameter");
            else if (parameter.Type.IsRefLikeType)
                signature.Report(RuleIds.UnsupportedParameter, i, $"'{parameter.Name}' is of a ref struct type, which can not outlive the call");
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
                signature.Report(RuleIds.NoName, nameof(AttributeSettings.Name), $"'{given}' can not be the name of a loader class");
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

    private static void LookAround(BatchSignature signature, ITypeSymbol key, ITypeSymbol value)
    {
        signature.IsPublic = CanBePublic(signature, key, value);
        switch (ExistingType.RelationOf(signature))
        {
            case ExistingTypeRelation.Blocks:
                signature.Report(
                    RuleIds.DuplicateName,
                    signature.Settings.Name is null ? ViolationTarget.MethodName : ViolationTarget.AttributeArgument,
                    $"'{signature.LoaderName}' is already declared, and not as a partial class that the loader could be the other part of");
                break;
            case ExistingTypeRelation.ExtendsInternally:
                signature.IsPublic = false;
                break;
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
            if (signature.Roles[i] == ParameterRole.Service && ParametersParser.PendingLoader(type) is null)
                use = TypeUses.Worst(use, TypeUses.Of(type));
        }

        return use == TypeUse.Public;
    }

    private static void CheckAliases(BatchSignature signature, ITypeSymbol key, ITypeSymbol value, Compilation compilation)
    {
        if (ExternAliases.FirstHidden(value, compilation) is { } valueName)
            signature.Report(RuleIds.NotAccessible, ViolationTarget.ReturnType, Reason(valueName));
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            ITypeSymbol type = i == 0 ? key : signature.Method.Parameters[i].Type;
            if (ExternAliases.FirstHidden(type, compilation) is { } name)
                signature.Report(RuleIds.NotAccessible, i, Reason(name));
        }

        if (signature.CacheKey is { } function && ExternAliases.FirstHidden(function.ReturnType, compilation) is { } cacheKeyName)
            signature.Report(RuleIds.NotAccessible, nameof(AttributeSettings.CacheKey), Reason(cacheKeyName));

        static string Reason(string type) => $"the assembly of '{type}' is referenced under an extern alias only";
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
