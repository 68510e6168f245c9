using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>Small questions about operations that all rules ask.</summary>
internal static class Operations
{
    /// <summary>The variable, parameter, field or property that an operation reads or writes, if it is such a reference.</summary>
    public static ISymbol? Referenced(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };
}
