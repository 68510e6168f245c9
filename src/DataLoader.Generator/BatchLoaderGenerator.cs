using System.Collections.Immutable;
using System.Threading;
using DataLoader.Generator.Emitting;
using DataLoader.Generator.Model;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator;

/// <summary>Emits a loader for each method marked with <c>[BatchLoader]</c>, and the registration of all of them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class BatchLoaderGenerator : IIncrementalGenerator
{
    private const string ModuleAttribute = "DataLoader.BatchLoaderModuleAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Symbols end here: what follows is compared, and must not keep a compilation alive.
        IncrementalValueProvider<ImmutableArray<BatchMethod?>> methods = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeSettings.AttributeName, static (node, _) => node is MethodDeclarationSyntax, Parse)
            .WithTrackingName(TrackingNames.ParseMethods)
            .Collect();

        IncrementalValueProvider<EquatableArray<BatchMethod>> loaders = methods
            .Select(static (all, cancellationToken) => LoaderSelection.Select(all, cancellationToken))
            .WithTrackingName(TrackingNames.SelectLoaders);

        IncrementalValuesProvider<LoaderFile> files = loaders
            .SelectMany(static (all, cancellationToken) => LoaderFiles.Group(all, cancellationToken))
            .WithTrackingName(TrackingNames.GroupFiles);
        context.RegisterSourceOutput(files, static (output, file) => LoaderEmitter.Emit(output, file));

        IncrementalValueProvider<string?> module = context.SyntaxProvider
            .ForAttributeWithMetadataName(ModuleAttribute, static (node, _) => node is CompilationUnitSyntax, ReadModule)
            .Collect()
            .Select(static (names, _) => names.IsEmpty ? null : names[0])
            .WithTrackingName(TrackingNames.ReadModule);

        IncrementalValueProvider<CompilationFacts> facts = context.CompilationProvider
            .Select(static (compilation, _) => Registrations.ReadFacts(compilation))
            .WithTrackingName(TrackingNames.ReadFacts);

        IncrementalValueProvider<Registration?> registration = loaders
            .Combine(methods.Select(static (all, _) => !all.IsEmpty))
            .Combine(module.Combine(facts))
            .Select(static (all, _) => Registrations.List(all.Left.Left, all.Left.Right, all.Right.Left, all.Right.Right))
            .WithTrackingName(TrackingNames.ListRegistrations);
        context.RegisterSourceOutput(registration, static (output, found) => RegistrationEmitter.Emit(output, found));
    }

    private static BatchMethod? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not IMethodSymbol method || context.Attributes is not [var attribute])
            return null;
        BatchSignature signature = BatchMethodParser.Parse(method, attribute, context.SemanticModel.Compilation, cancellationToken);
        return signature.Checked is { } types ? ModelBuilder.Build(signature, types, context.TargetNode, cancellationToken) : null;
    }

    private static string? ReadModule(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
        => context.Attributes[0].ConstructorArguments is [{ Value: string name }] && LoaderName.IsModule(name) ? name : null;
}
