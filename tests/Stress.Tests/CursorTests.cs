using DataLoader.Stress.Races;
using DataLoader.Threading;

namespace DataLoader.Stress;

/// <summary>The take-over of a batch in the middle of its completion: each slot is completed once, whoever does it.</summary>
public class CursorTests
{
    private const int Slots = 40;

    [Fact]
    public void Each_slot_is_claimed_by_one_thread()
    {
        BatchCursor.Box first = new();
        BatchCursor.Box second = new();
        int[] claims = [];
        int firstTaken = 0;
        int secondTaken = 0;
        using var handedOn = new ManualResetEventSlim();

        // The owner, one who takes over from it, and one who takes over from that one: only the last ever has the end.
        new Race(
            1,
            random => Complete(first, 0, random),
            random =>
            {
                firstTaken = first.Cursor.TakeOver();
                second.Cursor = new BatchCursor(firstTaken);
                handedOn.Set();
                Complete(second, firstTaken, random);
            },
            random =>
            {
                handedOn.Wait();
                Thread.SpinWait(random.Next(100));
                secondTaken = second.Cursor.TakeOver();
                for (int i = secondTaken; i < Slots; i++)
                    Interlocked.Increment(ref claims[i]);
            }).Run(
            new Budget(seconds: 3),
            () =>
            {
                first = new BatchCursor.Box();
                second = new BatchCursor.Box();
                claims = new int[Slots];
                handedOn.Reset();
            },
            () =>
            {
                Assert.InRange(secondTaken, firstTaken, Slots);
                Assert.All(claims, count => Assert.Equal(1, count));
            });

        void Complete(BatchCursor.Box box, int from, Random random)
        {
            for (int i = from; i < Slots && box.Cursor.TryClaim(i); i++)
            {
                Interlocked.Increment(ref claims[i]);
                Thread.SpinWait(random.Next(8));
            }
        }
    }
}
