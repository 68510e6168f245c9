using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit.Abstractions;

namespace DataLoader.Package.Tests;

/// <summary>Programs compiled to native code. The figures that the tests print are those of docs/aot.md.</summary>
[Collection(nameof(PackedPackage))]
public class NativeAotTests(PackedPackage package, ITestOutputHelper output)
{
    /// <summary>What the program with every feature may have more than an empty one: it brings a service container, records, LINQ and telemetry listeners too.</summary>
    private const long MostBytesMore = 3_200_000;

    [NativeTheory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    public void Every_feature_works_in_a_native_program(string framework)
    {
        string program = Publish("Features", framework), empty = Publish("Empty", framework);

        Assert.EndsWith("all features work\n", Dotnet.RunProgram(program, package.Consumers));
        output.WriteLine($"{framework}, an empty program: {Describe(empty)}");
        output.WriteLine($"{framework}, every feature: {Describe(program)}");
        Assert.InRange(new FileInfo(program).Length - new FileInfo(empty).Length, 1, MostBytesMore);
    }

    private string Publish(string name, string framework)
    {
        string target = Path.Combine(package.Consumers, name, "native", framework);
        Dotnet.Run(
            package.Consumers, "publish", name, "--no-restore", "--framework", framework, "--runtime", RuntimeInformation.RuntimeIdentifier,
            "--configuration", "Release", "--output", target, "-warnaserror", "-p:UseSharedCompilation=false", $"-p:DataLoaderVersion={package.Version}",
            $"-p:NativeRuntime={RuntimeInformation.RuntimeIdentifier}", $"-p:CppCompilerAndLinker={NativeTheoryAttribute.Linker}");
        return Path.Combine(target, OperatingSystem.IsWindows() ? name + ".exe" : name);
    }

    // The fastest of a few runs: what the program itself costs, not what else the machine does.
    private string Describe(string program)
    {
        double fastest = Enumerable.Range(0, 10).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            Dotnet.RunProgram(program, package.Consumers);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        return $"{new FileInfo(program).Length:N0} bytes, {fastest:N1} ms from start to end";
    }
}

/// <summary>A theory that links native code, and so needs a linker for C.</summary>
public sealed class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute()
    {
        if (Linker is null)
            Skip = "Neither clang nor gcc is on the path.";
    }

    public static string? Linker { get; } = Array.Find(["clang", "gcc"], IsOnPath);

    private static bool IsOnPath(string program)
        => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
