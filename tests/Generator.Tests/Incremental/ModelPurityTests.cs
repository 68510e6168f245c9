using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DataLoader.Generator.Declarations;
using DataLoader.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Tests.Incremental;

/// <summary>Nothing that the pipeline keeps may keep a compilation.</summary>
public class ModelPurityTests
{
    [Fact]
    public void No_step_of_ours_holds_anything_of_the_compilation()
    {
        GeneratorRunResult result = StepReasonTests.Start(out _).GetRunResult().Results.Single();
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        string[] steps = [.. typeof(TrackingNames).GetFields().Select(static field => (string)field.GetRawConstantValue()!)];
        Assert.Equal(9, steps.Length);
        foreach (string step in steps.Where(result.TrackedSteps.ContainsKey))
        {
            foreach (var (value, _) in result.TrackedSteps[step].SelectMany(static run => run.Outputs))
                Walk(value, step, visited);
        }

        Assert.True(visited.Count > 20, "the walk saw too little to prove anything");
    }

    [Fact]
    public void The_walk_would_find_a_symbol()
    {
        CSharpCompilation compilation = GeneratorRun.Compile([GeneratorRun.Parse("class C;")]);
        var model = new { List = new List<object> { compilation.GetTypeByMetadataName("C")! } };
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Walk(model, "", new HashSet<object>(ReferenceEqualityComparer.Instance)));
    }

    [Fact]
    public void The_old_compilation_can_be_collected_after_one_more_edit()
    {
        (GeneratorDriver driver, WeakReference old) = Edit();
        for (int i = 0; i < 10 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive);
        GC.KeepAlive(driver);
    }

    /// <summary>A step that has nothing to reuse, say because it failed, may have to run for what an earlier run left.</summary>
    [Theory]
    [InlineData(3, "int M() => 1", "int M() => 2")]
    [InlineData(3, "int M() => 1", "[DataLoader.BatchLoader] int M() => 1")]
    [InlineData(1, "int[] ids", "long[] ids")]
    public void What_is_kept_leads_to_the_newest_compilation(int file, string old, string @new)
    {
        GeneratorDriver driver = StepReasonTests.Start(out CSharpCompilation compilation);
        compilation = StepReasonTests.Replace(compilation, file, compilation.SyntaxTrees[file].ToString().Replace(old, @new, StringComparison.Ordinal));
        var steps = driver.RunGenerators(compilation).GetRunResult().Results.Single().TrackedSteps;
        Assert.Same(compilation, Assert.IsType<ProjectDeclarations>(Values(TrackingNames.ReadDeclarations).Single()).Compilation);
        Assert.All(Values(TrackingNames.FindFiles), file => Assert.Same(compilation, Assert.IsType<AnnotatedFile>(file).Project.Compilation));

        IEnumerable<object> Values(string step) => steps[step].SelectMany(static run => run.Outputs).Select(static output => output.Value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference Old) Edit()
    {
        GeneratorDriver driver = StepReasonTests.Start(out CSharpCompilation compilation);
        var old = new WeakReference(compilation);

        // Every file is new, so no tree ties the two together.
        CSharpCompilation next = compilation;
        for (int i = 0; i < 4; i++)
            next = StepReasonTests.Replace(next, i, next.SyntaxTrees[i] + " ");
        return (driver.RunGenerators(next), old);
    }

    private static void Walk(object? value, string path, HashSet<object> visited)
    {
        if (value is null || !visited.Add(value))
            return;
        Assert.False(
            value is Compilation or ISymbol or SyntaxNode or SyntaxTree or SemanticModel or Location or AttributeData or SyntaxReference or CancellationTokenSource,
            $"{path} holds a {value.GetType()}");
        if (value is string || value.GetType().IsPrimitive || value is Type or MemberInfo)
            return;
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
                Walk(item, path + "[]", visited);
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Walk(field.GetValue(value), $"{path}.{field.Name}", visited);
        }
    }
}
