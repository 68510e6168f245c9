using System.Collections.Immutable;
using DataLoader.Generator.Declarations;
using DataLoader.Generator.Emitting;
using DataLoader.Generator.Endpoints;
using DataLoader.Generator.Model;
using DataLoader.Generator.Parsing;
using DataLoader.Generator.Selecting;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator;

/// <summary>Emits a loader for each method marked with <c>[BatchLoader]</c>, and the registration of all of them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class BatchLoaderGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Roslyn's lookup by attribute binds every method again on every keystroke. Signatures depend on declarations only, so as long as
        // those are the same, nothing after this step runs.
        IncrementalValueProvider<ProjectDeclarations> project = context.CompilationProvider
            .Select(static (compilation, cancellationToken) => new ProjectDeclarations(compilation, cancellationToken))
            .WithComparer(ProjectDeclarations.Comparer.Instance)
            .WithTrackingName(TrackingNames.ReadDeclarations);

        IncrementalValueProvider<ImmutableArray<EquatableArray<ParsedMethod>>> methods = project
            .SelectMany(static (project, _) => project.Files)
            .WithComparer(AnnotatedFile.Comparer.Instance)
            .WithTrackingName(TrackingNames.FindFiles)
            .Select(static (file, cancellationToken) => FileParser.Parse(file, cancellationToken))
            .WithTrackingName(TrackingNames.ParseFiles)
            .Collect();

        IncrementalValueProvider<EquatableArray<BatchMethod>> loaders = methods
            .Select(static (all, cancellationToken) => LoaderSelection.Select(all, cancellationToken))
            .WithTrackingName(TrackingNames.SelectLoaders);

        IncrementalValuesProvider<LoaderFile> files = loaders
            .SelectMany(static (all, cancellationToken) => LoaderFiles.Group(all, cancellationToken))
            .WithTrackingName(TrackingNames.GroupFiles);
        context.RegisterSourceOutput(files, static (output, file) => LoaderEmitter.Emit(output, file));

        IncrementalValueProvider<EquatableArray<EndpointParameter>> unseen = context.CompilationProvider
            .Select(static (compilation, cancellationToken) => EndpointReader.Read(compilation, cancellationToken))
            .WithTrackingName(TrackingNames.ReadEndpoints)
            .Combine(loaders)
            .Select(static (all, _) => UnseenLoaders.Find(all.Left, all.Right));
        context.RegisterSourceOutput(unseen, static (output, found) => UnseenLoaders.Report(output, found));

        IncrementalValueProvider<string?> module = project
            .Select(static (project, _) => ProjectParser.ReadModule(project.Compilation))
            .WithTrackingName(TrackingNames.ReadModule);

        IncrementalValueProvider<CompilationFacts> facts = project
            .Select(static (project, _) => ProjectParser.ReadFacts(project.Compilation))
            .WithTrackingName(TrackingNames.ReadFacts);

        IncrementalValueProvider<bool> hasMethods = methods.Select(static (all, _) => LoaderSelection.HasAny(all));
        context.RegisterSourceOutput(
            hasMethods.Combine(facts).Select(static (all, _) => all.Left && all.Right.IsLanguageTooOld),
            static (output, isTooOld) => LanguageEmitter.Emit(output, isTooOld));

        IncrementalValueProvider<bool> hasCompiledCopy = methods.Select(static (all, _) => LoaderSelection.HasCompiledCopy(all));
        context.RegisterSourceOutput(hasCompiledCopy, static (output, hasCopy) => CopyEmitter.Emit(output, hasCopy));

        IncrementalValueProvider<Registration?> registration = loaders
            .Combine(hasMethods.Combine(hasCompiledCopy))
            .Combine(module.Combine(facts))
            .Select(static (all, _) =>
            {
                var ((loaders, (hasMethods, hasCompiledCopy)), (module, facts)) = all;
                return hasCompiledCopy ? null : Registrations.List(loaders, hasMethods, module, facts);
            })
            .WithTrackingName(TrackingNames.ListRegistrations);
        context.RegisterSourceOutput(registration, static (output, found) => RegistrationEmitter.Emit(output, found));
    }
}
