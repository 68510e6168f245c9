using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DataLoader.Dispatch;

namespace DataLoader.Interleavings.Exploring;

/// <summary>Puts back what the runtime keeps in static fields, so that each run begins alike.</summary>
internal static class RuntimeStatics
{
    private static readonly FieldInfo[] OfWatchdog = typeof(Watchdog).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public);

    public static void Reset()
    {
        RuntimeHelpers.RunClassConstructor(typeof(Watchdog).TypeHandle);
        ForgetFrame();
        Monitor.ForgetAll();
        Shims.Timer.Last?.Disarm();
        foreach (FieldInfo field in OfWatchdog)
        {
            if (field.GetValue(null) is IList list)
                list.Clear();
            else if (!field.IsInitOnly && !field.IsLiteral)
                field.SetValue(null, field.FieldType.IsValueType ? RuntimeHelpers.GetUninitializedObject(field.FieldType) : null);
        }
    }

    /// <summary>A thread of the system that served another run may have kept a frame.</summary>
    public static void ForgetFrame() => Frame(null) = null;

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "t_frame")]
    private static extern ref CompletionFrame? Frame(CompletionFrame? type);
}
