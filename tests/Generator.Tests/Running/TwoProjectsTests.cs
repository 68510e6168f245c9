using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Generator.Tests.Running;

/// <summary>Registrations of projects that see each other's internals, as a test project sees those of its application.</summary>
public class TwoProjectsTests
{
    private const string Application = """
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Shop.Tests")]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("ShopTests")]
        namespace Shop { internal static class Queries { [BatchLoader] internal static Task<int[]> BatchA(int[] ids) => null!; } }
        """;

    private const string OwnLoader = "namespace Own { internal static class Queries { [BatchLoader] internal static Task<int[]> BatchB(int[] ids) => null!; } }";

    private const string Call = "static class Use { static IServiceCollection All(IServiceCollection services) => services.AddBatchLoaders(); }";

    [Theory]
    [InlineData("Shop.Tests", "", "Shop")]
    [InlineData("Shop.Tests", OwnLoader, "Shop.Tests")]
    [InlineData("ShopTests", OwnLoader, "ShopTests")]
    public void A_registration_of_ones_own_comes_first(string name, string loaders, string registers)
    {
        MetadataReference application = GeneratorRun.Of(GeneratorRun.Compile([GeneratorRun.Parse(GeneratorRun.Usings + Application)], assemblyName: "Shop")).Output.ToMetadataReference();
        GeneratorRun run = GeneratorRun.Of(GeneratorRun.Compile(
            [GeneratorRun.Parse(GeneratorRun.Usings + loaders, "Loaders.cs"), GeneratorRun.Parse(GeneratorRun.Usings + "namespace Own.Deep { " + Call + " }", "Use.cs")],
            assemblyName: name).AddReferences(application));
        Assert.Equal(registers, Called(run)?.ContainingAssembly.Name);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("[assembly: BatchLoaderModule(\"Shared\")] ", "Shop.Tests")]
    public void Of_three_that_see_each_other_two_have_loaders_of_their_own_and_a_module_tells_them_apart(string module, string? registers)
    {
        const string Shared = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Shop.Tests\")] namespace Own { internal static class Queries { [BatchLoader] internal static Task<int[]> BatchC(int[] ids) => null!; } }";
        MetadataReference application = Compiled("Shop", Application.Replace("ShopTests", "Shared.Tests", StringComparison.Ordinal));
        MetadataReference shared = Compiled("Shared.Tests", module + Shared, application);

        GeneratorRun run = GeneratorRun.Unchecked(GeneratorRun.Compile(
            [GeneratorRun.Parse(GeneratorRun.Usings + OwnLoader), GeneratorRun.Parse(GeneratorRun.Usings + Call, "Use.cs")], assemblyName: "Shop.Tests").AddReferences(application, shared));

        Assert.Empty(run.ErrorsInGeneratedCode());
        Assert.Equal(registers, Called(run)?.ContainingAssembly.Name);
    }

    [Fact]
    public void Two_modules_of_one_name_are_called_by_their_classes()
    {
        const string Module = "[assembly: BatchLoaderModule(\"Shop\")] namespace Own{0} { public static class Queries { [BatchLoader] public static Task<int[]> BatchC(int[] ids) => null!; } }";
        MetadataReference[] modules = [Compiled("One", Module.Replace("{0}", "1", StringComparison.Ordinal)), Compiled("Two", Module.Replace("{0}", "2", StringComparison.Ordinal))];

        Assert.Null(Called(Run("static class Use { static IServiceCollection All(IServiceCollection services) => services.AddShopBatchLoaders(); }")));
        Assert.Equal("Two", Called(Run("static class Use { static IServiceCollection All(IServiceCollection services) => TwoShopBatchLoaderServices.AddShopBatchLoaders(services); }"))?.ContainingAssembly.Name);

        GeneratorRun Run(string use) => GeneratorRun.Unchecked(GeneratorRun.Compile([GeneratorRun.Parse(GeneratorRun.Usings + use, "Use.cs")], assemblyName: "App").AddReferences(modules));
    }

    [Fact]
    public void A_loader_of_one_name_in_both_is_the_projects_own_and_nothing_is_said_in_generated_code()
    {
        const string Loader = "namespace Shop { public static class Queries{0} { [BatchLoader] public static Task<int[]> BatchA(int[] ids) => null!; [BatchLoader] public static Task<int[]> BatchB(int[] ids, ALoader a) => null!; } }";
        MetadataReference application = GeneratorRun.Of(GeneratorRun.Compile([GeneratorRun.Parse(GeneratorRun.Usings + Loader.Replace("{0}", "", StringComparison.Ordinal))], assemblyName: "Shop")).Output.ToMetadataReference();
        GeneratorRun run = GeneratorRun.Unchecked(GeneratorRun.Compile([GeneratorRun.Parse(GeneratorRun.Usings + Loader.Replace("{0}", "2", StringComparison.Ordinal))], assemblyName: "ShopTests").AddReferences(application));
        Assert.Empty(run.ErrorsInGeneratedCode());
        Assert.Contains("Shop.ALoader", run.LoaderNames());
    }

    [Fact]
    public void Projects_of_nearly_one_name_have_classes_of_two_names()
    {
        Assert.NotEqual(Class("Shop.Tests"), Class("ShopTests"));
        Assert.Equal("ShopBatchLoaderServices", Class("Shop"));
        Assert.StartsWith("_1_", Class("1"), StringComparison.Ordinal);

        static string Class(string assembly)
            => GeneratorRun.Of(GeneratorRun.Compile([GeneratorRun.Parse(GeneratorRun.Usings + OwnLoader)], assemblyName: assembly)).Output
                .GetSymbolsWithName(static name => name.EndsWith("BatchLoaderServices", StringComparison.Ordinal)).Single().Name;
    }

    /// <summary>What the only call in the file <c>Use.cs</c> calls; null where it is ambiguous.</summary>
    private static ISymbol? Called(GeneratorRun run)
    {
        SyntaxTree use = run.Output.SyntaxTrees.Single(static tree => tree.FilePath == "Use.cs");
        InvocationExpressionSyntax call = use.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single();
        SymbolInfo called = run.Output.GetSemanticModel(use).GetSymbolInfo(call);
        Assert.True(called.Symbol is not null || called.CandidateSymbols.Length == 2);
        return called.Symbol;
    }

    private static CompilationReference Compiled(string name, string source, params MetadataReference[] references)
        => GeneratorRun.Of(GeneratorRun.Compile([GeneratorRun.Parse(GeneratorRun.Usings + source)], assemblyName: name).AddReferences(references)).Output.ToMetadataReference();
}
