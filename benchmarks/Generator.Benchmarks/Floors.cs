using Microsoft.CodeAnalysis;

namespace Generator.Benchmarks;

/// <summary>Finds the annotated methods and does nothing: what Roslyn's lookup costs.</summary>
internal sealed class Noop : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
        => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName("DataLoader.BatchLoaderAttribute", static (_, _) => true, static (_, _) => 0).Collect(),
            static (_, _) => { });
}

/// <summary>Finds the annotated methods and binds their signatures: the least a generator that reads types can cost.</summary>
internal sealed class BindOnly : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
        => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName("DataLoader.BatchLoaderAttribute", static (_, _) => true, static (found, _) =>
            {
                var method = (IMethodSymbol)found.TargetSymbol;
                return (int)method.ReturnType.TypeKind + (int)method.Parameters[0].Type.TypeKind;
            }).Collect(),
            static (_, _) => { });
}
