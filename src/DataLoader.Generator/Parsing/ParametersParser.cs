using System.Collections.Immutable;
using DataLoader.Generator.Diagnostics;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Gives each parameter after the keys its role.</summary>
internal static class ParametersParser
{
    /// <summary>What makes a scope for each batch.</summary>
    public const string ServiceScopeFactory = "Microsoft.Extensions.DependencyInjection.IServiceScopeFactory";

    public static void Parse(BatchSignature signature, Compilation compilation)
    {
        ImmutableArray<IParameterSymbol> parameters = signature.Method.Parameters;
        var roles = new ParameterRole[parameters.Length];
        bool hasToken = false;
        bool hasService = false;
        for (int i = 0; i < parameters.Length; i++)
        {
            bool isArgument = ArgumentsParser.IsMarked(parameters[i]);
            if (isArgument)
                ArgumentsParser.Check(signature, i);
            ParameterRole role = i == 0 ? ParameterRole.Keys : isArgument ? ParameterRole.Argument : RoleOf(signature, parameters[i]);
            if (SharingParser.IsPartition(parameters[i]) && SharingParser.CheckPartition(signature, i, role))
                role = ParameterRole.Partition;
            roles[i] = role;
            switch (role)
            {
                case ParameterRole.CancellationToken when hasToken:
                    signature.Report(RuleIds.AmbiguousParameter, i, $"'{parameters[i].Name}' is a second CancellationToken");
                    break;
                case ParameterRole.CancellationToken:
                    hasToken = true;
                    break;
                case ParameterRole.Service:
                    hasService = true;
                    CheckService(signature, i);
                    break;
            }
        }

        signature.Roles = new(roles);
        SharingParser.Check(signature);
        if (signature.Settings.PerBatch && hasService && compilation.GetTypeByMetadataName(ServiceScopeFactory) is null)
        {
            signature.Report(
                RuleIds.PerBatchWithoutContainer,
                "ServiceScope",
                "a scope for each batch needs a reference to Microsoft.Extensions.DependencyInjection.Abstractions");
        }
    }

    /// <summary>The name of a type that does not exist, if it could be that of a loader. With a question mark it looks like a value to the compiler.</summary>
    public static string? PendingLoader(ITypeSymbol type)
        => KeyOfParser.Underlying(type) is IErrorTypeSymbol { Arity: 0, CandidateSymbols.IsEmpty: true, Name: { Length: > 0 } name } ? name : null;

    private static ParameterRole RoleOf(BatchSignature signature, IParameterSymbol parameter)
    {
        if (KnownTypes.IsCancellationToken(parameter.Type))
            return ParameterRole.CancellationToken;
        return IsOwnLoader(signature, parameter.Type) ? ParameterRole.Loader : ParameterRole.Service;
    }

    private static bool IsOwnLoader(BatchSignature signature, ITypeSymbol type)
    {
        if (!KnownTypes.IsBatchLoaderInterface(type) || signature.KeyType is null || signature.ValueType is null)
            return false;
        ImmutableArray<ITypeSymbol> arguments = ((INamedTypeSymbol)type).TypeArguments;
        ITypeSymbol value = arguments[1];
        if (signature.ResultShape == ResultShape.Lookup)
        {
            if (!KnownTypes.IsReadOnlyList(value))
                return false;
            value = ((INamedTypeSymbol)value).TypeArguments[0];
        }

        return signature.IsKey(arguments[0])
            && signature.IsSame(value, signature.ValueType);
    }

    private static void CheckService(BatchSignature signature, int index)
    {
        IParameterSymbol parameter = signature.Method.Parameters[index];
        switch (TypeUses.Of(parameter.Type))
        {
            // A missing type may be a loader that the generator is about to make.
            case TypeUse.Broken when !parameter.Type.IsRefLikeType && PendingLoader(parameter.Type) is null:
                signature.BreakService(parameter.Type);
                break;
            case TypeUse.Hidden:
                signature.Report(RuleIds.NotAccessible, index, $"the type of '{parameter.Name}' is private, protected or file-local; make it internal or public");
                break;
        }

        if (KeyedService.Read(parameter) is { Key: null, IsHidden: var isHidden })
        {
            signature.Report(
                isHidden ? RuleIds.NotAccessible : RuleIds.UnsupportedParameter,
                index,
                isHidden ? $"the service key of '{parameter.Name}' is private, protected or file-local" : $"the service key of '{parameter.Name}' is a value that no other code can repeat");
        }

        if (signature.KeyType is not null
            && KeysParser.TryGetKey(parameter.Type, out _, out ITypeSymbol? other)
            && signature.IsKey(other!))
        {
            signature.Report(RuleIds.AmbiguousParameter, index, $"'{parameter.Name}' could be the keys as well as '{signature.Method.Parameters[0].Name}'");
        }
    }
}
