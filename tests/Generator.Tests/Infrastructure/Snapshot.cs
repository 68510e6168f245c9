using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Tests.Infrastructure;

/// <summary>
/// Snapshots in the conventions of Verify.SourceGenerators, which the registry of this project's build does not have: the day it does, this
/// file goes and the snapshots stay. <c>UPDATE_SNAPSHOTS=1 dotnet test tests/Generator.Tests</c> accepts what was received.
/// </summary>
internal static class Snapshot
{
    private static readonly Encoding Utf8WithMark = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    public static void Verify(GeneratorDriver driver, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string directory = Path.Combine(Path.GetDirectoryName(file)!, "_snapshots");
        string prefix = $"{Path.GetFileNameWithoutExtension(file)}.{method}";
        Directory.CreateDirectory(directory);
        foreach (string old in Directory.GetFiles(directory, prefix + "#*.received.cs"))
            File.Delete(old);

        var failures = new List<string>();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (GeneratedSourceResult source in driver.GetRunResult().Results.SelectMany(static result => result.GeneratedSources))
        {
            string name = $"{prefix}#{Clean(Path.GetFileNameWithoutExtension(source.HintName))}";
            string verified = Path.Combine(directory, name + ".verified.cs");
            expected.Add(verified);
            string text = $"//HintName: {source.HintName}\n{source.SourceText}".ReplaceLineEndings("\n");
            if (File.Exists(verified) && File.ReadAllText(verified) == text)
                continue;
            if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") is null or "")
            {
                File.WriteAllText(verified, text, Utf8WithMark);
                continue;
            }

            File.WriteAllText(Path.Combine(directory, name + ".received.cs"), text, Utf8WithMark);
            failures.Add(File.Exists(verified) ? $"{name} differs:\n{FirstDifference(File.ReadAllText(verified), text)}" : $"{name} is new.");
        }

        // An output that is gone must not go unnoticed.
        failures.AddRange(Directory.GetFiles(directory, prefix + "#*.verified.cs")
            .Where(path => !expected.Contains(path))
            .Select(static path => $"{Path.GetFileName(path)} is not generated any more."));
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    private static string Clean(string name) => string.Concat(name.Select(static character => "\"<>|:*?/\\".Contains(character) ? '-' : character));

    private static string FirstDifference(string verified, string received)
    {
        string[] before = verified.Split('\n');
        string[] after = received.Split('\n');
        int line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
            line++;
        return $"line {line + 1}\n- {before.ElementAtOrDefault(line)}\n+ {after.ElementAtOrDefault(line)}";
    }
}
