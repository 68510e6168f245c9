using System.Diagnostics;

namespace DataLoader.Threading;

/// <summary>
/// Marks a private field that is written under a gate, or by one thread, and is read without it too. tests/Interleavings.Tests turns each marked
/// field into a step of its schedules; the attribute itself is not compiled into the runtime.
/// </summary>
[Conditional("INTERLEAVINGS")]
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
internal sealed class ReadOutsideGateAttribute : Attribute;
