using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DataLoader.Interleavings.Shims;
using DataLoader.Threading;

namespace DataLoader.Interleavings;

/// <summary>
/// Fields that are read outside the gate that guards them are steps of each schedule. They say so themselves, so that none of them loses its step
/// when it is renamed, moved or written in another way.
/// </summary>
public class MarkedFieldsTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = typeof(LoaderScope).Assembly.GetTypes();

    [Fact]
    public void Each_marked_field_became_a_step()
    {
        PropertyInfo[] steps = [.. Types.SelectMany(static type => type.GetProperties(All)).Where(IsMarked)];
        Assert.All(steps, static step =>
        {
            Assert.True(Calls(step.GetMethod!, nameof(Racy.Step)), $"{step.DeclaringType}.{step.Name} is read without a step");
            Assert.True(Calls(step.SetMethod!, nameof(Racy.Step)), $"{step.DeclaringType}.{step.Name} is written without a step");
        });

        // A mark that the project file did not understand is on a field still.
        Assert.DoesNotContain(Types.SelectMany(static type => type.GetFields(All)), IsMarked);

        // And one that it lost would be nowhere.
        Assert.NotEmpty(steps);
        Assert.Equal(MarksInSources(), steps.Length);
    }

    [Fact]
    public void Each_volatile_field_is_marked()
        => Assert.Empty(Types.SelectMany(static type => type.GetFields(All))
            .Where(static field => field.GetRequiredCustomModifiers().Contains(typeof(IsVolatile)))
            .Select(static field => $"{field.DeclaringType}.{field.Name}"));

    private static bool IsMarked(MemberInfo member) => member.IsDefined(typeof(ReadOutsideGateAttribute));

    private static int MarksInSources([CallerFilePath] string here = "")
    {
        string runtime = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "DataLoader.Runtime");
        return Directory.EnumerateFiles(runtime, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Sum(static file => Regex.Count(File.ReadAllText(file), @"\[\s*ReadOutsideGate\b"));
    }

    // The instruction is one byte, the method's token follows.
    private static bool Calls(MethodInfo method, string name)
    {
        byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (int i = 0; i + sizeof(int) < code.Length; i++)
        {
            if (code[i] == (byte)OpCodes.Call.Value && IsMethod(method.Module, BitConverter.ToInt32(code, i + 1), name))
                return true;
        }

        return false;
    }

    private static bool IsMethod(Module module, int token, string name)
    {
        const int methodDefinitions = 0x06;
        return token >> 24 == methodDefinitions && module.ResolveMethod(token) is { } called && called.Name == name && called.DeclaringType == typeof(Racy);
    }
}
