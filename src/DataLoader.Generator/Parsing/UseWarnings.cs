using System;
using System.Collections.Generic;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// The ids of the warnings that come with the use of what a signature mentions: experimental types, and obsolete ones with an id of their own.
/// The author of the signature has dealt with them there, and has no way to do so in a generated file.
/// </summary>
internal static class UseWarnings
{
    public static EquatableArray<string> Find(BatchSignature signature, CheckedSignature types)
    {
        SortedSet<string>? ids = null;
        AddOwn(signature.Method, ref ids);
        AddType(signature.Method.ContainingType, ref ids);
        AddType(types.KeyType, ref ids);
        AddType(types.ValueType, ref ids);
        for (int i = 0; i < signature.Roles.Count; i++)
        {
            if (signature.Roles[i] is ParameterRole.Service or ParameterRole.Argument or ParameterRole.Partition)
                AddType(signature.Method.Parameters[i].Type, ref ids);
        }

        if (signature.CacheKey is { } function)
        {
            AddOwn(function, ref ids);
            AddType(function.ReturnType, ref ids);
        }

        if (signature.KeyComparer is { } comparer)
        {
            AddOwn(comparer, ref ids);
            AddType(KeyOfParser.TypeOf(comparer), ref ids);
        }

        if (signature.KeyOf is { } member)
            AddOwn(member, ref ids);
        if (signature.OwnPart is { } part)
        {
            AddOwn(part, ref ids);
            foreach (INamedTypeSymbol @interface in part.Interfaces)
                AddType(@interface, ref ids);
        }

        return EquatableArray<string>.From(ids);
    }

    private static void AddType(ITypeSymbol type, ref SortedSet<string>? ids)
    {
        while (type is IArrayTypeSymbol array)
            type = array.ElementType;
        for (var named = type as INamedTypeSymbol; named is not null; named = named.ContainingType)
        {
            AddOwn(named, ref ids);
            if (named.ContainingAssembly is not ISourceAssemblySymbol)
            {
                AddOwn(named.ContainingModule, ref ids);
                AddOwn(named.ContainingAssembly, ref ids);
            }

            foreach (ITypeSymbol argument in named.TypeArguments)
                AddType(argument, ref ids);
        }
    }

    private static void AddOwn(ISymbol? symbol, ref SortedSet<string>? ids)
    {
        if (symbol is null)
            return;
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (Id(attribute) is { } id && SyntaxFacts.IsValidIdentifier(id))
                (ids ??= new(StringComparer.Ordinal)).Add(id);
        }
    }

    private static string? Id(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type)
            return null;
        if (KnownTypes.IsExperimental(type))
            return attribute.ConstructorArguments is [{ Value: string id }] ? id : null;
        if (!KnownTypes.IsObsolete(type))
            return null;
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument is { Key: "DiagnosticId", Value.Value: string id })
                return id;
        }

        return null;
    }
}
