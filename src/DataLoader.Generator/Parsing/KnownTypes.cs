using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Recognises the types that give a batch method its meaning, by their full names: no lookup in the compilation on the hot path.</summary>
internal static class KnownTypes
{
    public static bool IsTask(ITypeSymbol type) => Is(type, "Task", 1, "System.Threading.Tasks");

    public static bool IsValueTask(ITypeSymbol type) => Is(type, "ValueTask", 1, "System.Threading.Tasks");

    public static bool IsCancellationToken(ITypeSymbol type) => Is(type, "CancellationToken", 0, "System.Threading");

    public static bool IsReadOnlyMemory(ITypeSymbol type) => Is(type, "ReadOnlyMemory", 1, "System");

    public static bool IsList(ITypeSymbol type) => Is(type, "List", 1, "System.Collections.Generic");

    public static bool IsReadOnlyDictionary(ITypeSymbol type) => Is(type, "IReadOnlyDictionary", 2, "System.Collections.Generic");

    public static bool IsKeyValuePair(ITypeSymbol type) => Is(type, "KeyValuePair", 2, "System.Collections.Generic");

    public static bool IsAsyncEnumerable(ITypeSymbol type) => Is(type, "IAsyncEnumerable", 1, "System.Collections.Generic");

    public static bool IsImmutableArray(ITypeSymbol type) => Is(type, "ImmutableArray", 1, "System.Collections.Immutable");

    public static bool IsLookup(ITypeSymbol type) => Is(type, "ILookup", 2, "System.Linq");

    public static bool IsGrouping(ITypeSymbol type) => Is(type, "IGrouping", 2, "System.Linq");

    public static bool IsLoadResult(ITypeSymbol type) => Is(type, "LoadResult", 1, "DataLoader");

    public static bool IsBatchLoaderInterface(ITypeSymbol type) => Is(type, "IBatchLoader", 2, "DataLoader");

    public static bool IsBatchLoaderAttribute(ITypeSymbol type) => Is(type, "BatchLoaderAttribute", 0, "DataLoader");

    public static bool IsPartition(ITypeSymbol type) => Is(type, "PartitionAttribute", 0, "DataLoader");

    public static bool IsBatchArgument(ITypeSymbol type) => Is(type, "BatchArgumentAttribute", 0, "DataLoader");

    public static bool IsFamily(ITypeSymbol type) => Is(type, "BatchLoaderFamily", 3, "DataLoader") || Is(type, "BatchLoaderFamily", 4, "DataLoader");

    public static bool IsBatchLoaderModuleAttribute(ITypeSymbol type) => Is(type, "BatchLoaderModuleAttribute", 0, "DataLoader");

    public static bool IsDbContext(ITypeSymbol type) => Is(type, "DbContext", 0, "Microsoft.EntityFrameworkCore");

    /// <summary>Whether a type is one that serves one call at a time: what EF Core, ADO.NET, NHibernate, Marten and RavenDB call a context, a connection or a session.</summary>
    public static bool IsOneCallAtATime(ITypeSymbol type)
        => IsDbContext(type)
            || Is(type, "DbContext", 0, "System.Data.Entity")
            || IsConnection(type)
            || Is(type, "ISession", 0, "NHibernate")
            || Is(type, "IStatelessSession", 0, "NHibernate")
            || Is(type, "IQuerySession", 0, "Marten")
            || Is(type, "IDocumentSession", 0, "Raven.Client.Documents.Session")
            || Is(type, "IAsyncDocumentSession", 0, "Raven.Client.Documents.Session");

    /// <summary>Whether a type is a connection of ADO.NET, or what belongs to one.</summary>
    public static bool IsConnection(ITypeSymbol type)
        => type.Name switch
        {
            "DbConnection" or "DbTransaction" or "DbCommand" or "DbDataReader" => Is(type, type.Name, 0, "System.Data.Common"),
            "IDbConnection" or "IDbTransaction" or "IDbCommand" or "IDataReader" => Is(type, type.Name, 0, "System.Data"),
            _ => false,
        };

    /// <summary>Whether a type makes contexts or connections.</summary>
    public static bool IsDatabaseFactory(ITypeSymbol type)
        => Is(type, "IDbContextFactory", 1, "Microsoft.EntityFrameworkCore") || Is(type, "DbDataSource", 0, "System.Data.Common");

    public static bool IsDbSet(ITypeSymbol type) => Is(type, "DbSet", 1, "Microsoft.EntityFrameworkCore");

    /// <summary>Whether a type holds what one request or one call is about. A container has services.</summary>
    public static bool IsPlainValue(ITypeSymbol type)
        => type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime
            || type.TypeKind == TypeKind.Enum
            || type.Name switch
            {
                "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Half" or "Int128" or "UInt128" => Is(type, type.Name, 0, "System"),
                "CancellationTokenSource" => Is(type, type.Name, 0, "System.Threading"),
                "HttpContext" or "HttpRequest" or "HttpResponse" => Is(type, type.Name, 0, "Microsoft.AspNetCore.Http"),
                _ => false,
            };

    public static bool IsInlineArray(ITypeSymbol type) => Is(type, "InlineArrayAttribute", 0, "System.Runtime.CompilerServices");

    public static bool IsLoader(ITypeSymbol type)
        => IsLoaderClass(type) || IsBatchLoaderInterface(type);

    public static bool IsLoaderClass(ITypeSymbol type) => Is(type, "BatchLoader", 2, "DataLoader") || Is(type, "BatchLoader", 3, "DataLoader");

    public static bool IsDisposable(ITypeSymbol type) => Is(type, "IDisposable", 0, "System") || Is(type, "IAsyncDisposable", 0, "System");

    public static bool IsFromKeyedServices(ITypeSymbol type) => Is(type, "FromKeyedServicesAttribute", 0, "Microsoft.Extensions.DependencyInjection");

    public static bool IsObsolete(ITypeSymbol type) => Is(type, "ObsoleteAttribute", 0, "System");

    public static bool IsExperimental(ITypeSymbol type) => Is(type, "ExperimentalAttribute", 0, "System.Diagnostics.CodeAnalysis");

    public static bool IsReadOnlyList(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IReadOnlyList_T;

    /// <summary>The interfaces through which a batch method may look at its keys.</summary>
    public static bool IsKeysView(ITypeSymbol type) => type.OriginalDefinition.SpecialType
        is SpecialType.System_Collections_Generic_IReadOnlyList_T
        or SpecialType.System_Collections_Generic_IReadOnlyCollection_T
        or SpecialType.System_Collections_Generic_IEnumerable_T;

    /// <summary>The first <c>[BatchLoader]</c> of a method; null if it has none.</summary>
    public static AttributeData? FindAttribute(IMethodSymbol method)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && IsBatchLoaderAttribute(type))
                return attribute;
        }

        return null;
    }

    /// <summary>What a sequence holds; null if the type is none.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (IsSequence(type))
            return ((INamedTypeSymbol)type).TypeArguments[0];
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (IsSequence(implemented))
                return implemented.TypeArguments[0];
        }

        return null;

        static bool IsSequence(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;
    }

    private static bool Is(ITypeSymbol type, string name, int arity, string @namespace)
        => type.Name == name
            && type is INamedTypeSymbol { ContainingType: null } named
            && named.Arity == arity
            && IsNamed(type.ContainingNamespace, @namespace);

    private static bool IsNamed(INamespaceSymbol? symbol, string fullName)
    {
        int end = fullName.Length;
        while (symbol is { IsGlobalNamespace: false })
        {
            int start = end - symbol.Name.Length;
            if (start < 0 || string.CompareOrdinal(fullName, start, symbol.Name, 0, symbol.Name.Length) != 0)
                return false;
            symbol = symbol.ContainingNamespace;
            if (start == 0)
                return symbol is { IsGlobalNamespace: true };
            if (fullName[start - 1] != '.')
                return false;
            end = start - 1;
        }

        return false;
    }
}
