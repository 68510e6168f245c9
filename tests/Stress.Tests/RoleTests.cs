using System.Runtime.InteropServices;
using DataLoader.Threading;

namespace DataLoader.Stress;

/// <summary>
/// A role is given up while work comes: one of the two threads sees the other. On one processor at a time this always holds; here each of two has a
/// store on its way that the other one does not see yet.
/// </summary>
public class RoleTests
{
    private Lines _lines;
    private bool _tookIt;

    [Fact]
    public void Work_that_comes_while_the_role_is_given_up_is_seen_by_one_of_the_two()
    {
        var budget = new Budget(seconds: 1.5);
        var brings = new Thread(BringWork) { IsBackground = true };
        brings.Start();
        int lost = 0;
        int round = 0;
        while (!budget.IsSpent && lost == 0)
        {
            for (int i = 0; i < 1_000; i++)
            {
                _lines.Work = 0;
                _lines.Role.TryTake();
                Volatile.Write(ref _lines.Round, ++round);
                for (int spins = round % 64; spins > 0; spins--)
                    Thread.SpinWait(1);
                _lines.Role.GiveUp();
                bool seen = Volatile.Read(ref _lines.Work) != 0;
                SpinUntil(ref _lines.Answered, round);
                if (!seen && !_tookIt)
                    lost++;
            }
        }

        Volatile.Write(ref _lines.Round, -1);
        brings.Join();
        Assert.True(lost == 0, $"{lost} of {round} times nobody saw the work");
    }

    private void BringWork()
    {
        for (int round = 1; SpinUntil(ref _lines.Round, round); round++)
        {
            Volatile.Write(ref _lines.Work, 1);
            _tookIt = _lines.Role.TryTake();
            Volatile.Write(ref _lines.Answered, round);
        }
    }

    // False when the other thread has ended.
    private static bool SpinUntil(ref int location, int value)
    {
        for (int looks = 0; ; looks++)
        {
            int seen = Volatile.Read(ref location);
            if (seen == value || seen < 0)
                return seen == value;

            // The other one may need this processor.
            if (looks > 2_000)
                Thread.Yield();
        }
    }

    // Places that two processors can have at the same time. The role stands beside what the other thread looks at, so that giving it up takes long.
    [StructLayout(LayoutKind.Explicit, Size = 448)]
    private struct Lines
    {
        [FieldOffset(64)]
        public Role Role;

        [FieldOffset(68)]
        public int Round;

        [FieldOffset(192)]
        public int Work;

        [FieldOffset(320)]
        public int Answered;
    }
}
