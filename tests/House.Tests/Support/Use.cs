using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.House.Tests.Support;

/// <summary>One place in a file where a type that another file declares is named, or a member of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Type">The type.</param>
/// <param name="DeclaredIn">The files that declare it.</param>
internal sealed record Use(string File, int Line, string Type, IReadOnlyList<string> DeclaredIn)
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<Use>> Found = [];

    /// <summary>All uses in the sources of a project. They are compiled, so that a name means what the compiler takes it for.</summary>
    public static IReadOnlyList<Use> In(string project) => Found.GetOrAdd(project, static project => In(Repository.SourcesOf(project)));

    private static IReadOnlyList<Use> In(IReadOnlyDictionary<string, string> sources)
    {
        CSharpParseOptions options = new(LanguageVersion.Preview, preprocessorSymbols: ["NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);
        SyntaxTree[] trees = [.. sources.Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Value), options, source.Key))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Sources", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)], Platform(), new(OutputKind.DynamicallyLinkedLibrary));
        return [.. trees.SelectMany(tree => In(tree, compilation.GetSemanticModel(tree)))];
    }

    private static IEnumerable<MetadataReference> Platform()
        => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path));

    private static IEnumerable<Use> In(SyntaxTree tree, SemanticModel model)
    {
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            SymbolInfo info = model.GetSymbolInfo(name);
            ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            if (TypeOf(symbol) is not { } type)
                continue;
            string[] files = [.. type.DeclaringSyntaxReferences.Select(static part => part.SyntaxTree.FilePath).Where(static file => file.Length > 0)];
            if (files.Length > 0 && !files.Contains(tree.FilePath))
                yield return new Use(tree.FilePath, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, type.Name, files);
        }
    }

    // A member counts for the type that declares it; a parameter, a local or a type parameter for none.
    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => type.OriginalDefinition,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.OriginalDefinition.ContainingType?.OriginalDefinition,
        _ => null,
    };
}
