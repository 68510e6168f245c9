using System.Globalization;

namespace DataLoader.Stress.Model;

public enum Verb
{
    Load,
    LoadWithToken,
    LoadMany,
    LoadManySettled,
    LoadManyWithToken,
    Clear,
    ClearAll,
    Prime,
    PrimeError,
    Dispatch,
    Succeed,
    FailBatch,
    FailSomeKeys,
    Cancel,
    Abort,
    Dispose,
}

/// <summary>
/// One step. The numbers are read modulo what there is (keys, callers, batches in flight), so that every sub-sequence of a sequence of commands is
/// one too: that is what makes shrinking simple.
/// </summary>
internal sealed record Command(Verb Verb, int A, int B)
{
    public const int KeyCount = 12;

    public int Key => A % KeyCount;

    /// <summary>The keys of a load of many: neighbours with a step, so that some stand there twice.</summary>
    public int[] Keys => [.. Enumerable.Range(0, B % 5).Select(i => (A + (i * (B % 3))) % KeyCount)];

    public static Command Random(Random random)
    {
        int dice = random.Next(1000);
        Verb verb = dice switch
        {
            < 240 => Verb.Load,
            < 420 => Verb.LoadWithToken,
            < 460 => Verb.LoadMany,
            < 490 => Verb.LoadManySettled,
            < 540 => Verb.LoadManyWithToken,
            < 610 => Verb.Clear,
            < 620 => Verb.ClearAll,
            < 640 => Verb.Prime,
            < 650 => Verb.PrimeError,
            < 760 => Verb.Dispatch,
            < 820 => Verb.Succeed,
            < 850 => Verb.FailBatch,
            < 870 => Verb.FailSomeKeys,
            < 994 => Verb.Cancel,
            < 997 => Verb.Abort,
            _ => Verb.Dispose,
        };
        return new Command(verb, random.Next(10_000), random.Next(10_000));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"new(Verb.{Verb}, {A}, {B})");
}
