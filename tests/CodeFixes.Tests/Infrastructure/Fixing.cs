using System.Collections.Immutable;
using DataLoader.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DataLoader.CodeFixes.Tests.Infrastructure;

/// <summary>Applies code fixes to sources in a workspace, as an editor does.</summary>
internal static class Fixing
{
    /// <summary>Every code fix that ships.</summary>
    public static readonly ImmutableArray<CodeFixProvider> All =
        [.. typeof(DocumentFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    /// <summary>
    /// Applies a fix to the first diagnostic of a rule; the result compiles with the generator run, and the diagnostic is gone.
    /// </summary>
    public static async Task<string> ApplyAsync(string id, string key, string source, params string[] others)
    {
        using var workspace = new AdhocWorkspace();
        Document document = AddTo(workspace, [source, .. others]);
        ImmutableArray<Diagnostic> before = await DiagnosticsAsync(document, id);
        Assert.NotEmpty(before);
        CodeAction action = Assert.Single(await ActionsAsync(document, before[0]), action => action.EquivalenceKey == FullKey(id, key));
        Document changed = await ChangedAsync(action, document);
        await AssertBetterAsync(changed, id, before.Length - 1);
        return (await changed.GetTextAsync()).ToString();
    }

    /// <summary>Applies a fix to all diagnostics of a rule in the document; none is left.</summary>
    public static async Task<string> ApplyAllAsync(string id, string key, string source, params string[] others)
    {
        using var workspace = new AdhocWorkspace();
        Document document = AddTo(workspace, [source, .. others]);
        Document changed = await FixAllAsync(document, id, FullKey(id, key), await DiagnosticsAsync(document, id));
        await AssertBetterAsync(changed, id, 0);
        return (await changed.GetTextAsync()).ToString();
    }

    /// <summary>The document after a fix was applied to the diagnostics of a rule.</summary>
    public static async Task<Document> FixAllAsync(Document document, string id, string? key, ImmutableArray<Diagnostic> diagnostics)
    {
        CodeFixProvider provider = ProviderOf(id);
        FixAllProvider fixAll = provider.GetFixAllProvider()!;
        var context = new FixAllContext(document, provider, FixAllScope.Document, key, [id], new Provided(diagnostics), CancellationToken.None);
        return await ChangedAsync((await fixAll.GetFixAsync(context))!, document);
    }

    /// <summary>The keys of the fixes offered for the first diagnostic of a rule.</summary>
    public static async Task<string[]> OfferedAsync(string id, string source, params string[] others)
    {
        using var workspace = new AdhocWorkspace();
        Document document = AddTo(workspace, [source, .. others]);
        ImmutableArray<Diagnostic> diagnostics = await DiagnosticsAsync(document, id);
        Assert.NotEmpty(diagnostics);
        return [.. (await ActionsAsync(document, diagnostics[0])).Select(action => action.EquivalenceKey!.Split('.')[^1])];
    }

    public static async Task<List<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (CodeFixProvider provider in All.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(
                document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return actions;
    }

    public static Document AddTo(AdhocWorkspace workspace, string[] sources)
    {
        ProjectInfo info = ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Shop", "Shop", LanguageNames.CSharp,
            compilationOptions: Sources.CompilationOptions, parseOptions: Sources.ParseOptions, metadataReferences: Sources.ReferencesOf(sources));
        Project project = workspace.AddProject(info);
        for (int i = sources.Length - 1; i >= 0; i--)
            project = project.AddDocument($"Source{i}.cs", sources[i], filePath: $"Source{i}.cs").Project;
        return project.Documents.Single(document => document.Name == "Source0.cs");
    }

    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document, string id)
    {
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        return [.. (await Analysis.RunAsync(Generated.Update(compilation), id))
            .Where(diagnostic => diagnostic.Location.SourceTree == tree)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The key under which a fix is known: most fix several rules, and say which.</summary>
    private static string FullKey(string id, string key) => ProviderOf(id) is DocumentFix ? $"{id}.{key}" : key;

    private static CodeFixProvider ProviderOf(string id) => Assert.Single(All, provider => provider.FixableDiagnosticIds.Contains(id));

    /// <summary>The document after a change.</summary>
    public static async Task<Document> ChangedAsync(CodeAction action, Document document)
    {
        ApplyChangesOperation change = Assert.Single((await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>());
        return change.ChangedSolution.GetDocument(document.Id)!;
    }

    private static async Task AssertBetterAsync(Document document, string id, int most)
    {
        Compilation compilation = Generated.Update((await document.Project.GetCompilationAsync())!);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic + "\n" + document.GetTextAsync().Result));
        Assert.True((await DiagnosticsAsync(document, id)).Length <= most, (await document.GetTextAsync()).ToString());
    }

    private sealed class Provided(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
