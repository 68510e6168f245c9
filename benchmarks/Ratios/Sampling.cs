namespace Ratios;

/// <summary>What one contender cost, per key.</summary>
internal sealed record Sample(string Name, double[] Nanoseconds, double Bytes)
{
    public double LowerQuartile { get; } = At(Nanoseconds, 0.25);

    public double Median { get; } = At(Nanoseconds, 0.5);

    /// <summary>Ratio of lower quartiles: what is left when the neighbours of this machine are quiet.</summary>
    public double TimeOver(Sample other) => LowerQuartile / other.LowerQuartile;

    /// <summary>Median of the ratios of samples taken side by side.</summary>
    public double MedianOver(Sample other) => At([.. Nanoseconds.Zip(other.Nanoseconds, (mine, theirs) => mine / theirs)], 0.5);

    /// <summary>Median of the differences of samples taken side by side.</summary>
    public double MedianMinus(Sample other) => At([.. Nanoseconds.Zip(other.Nanoseconds, (mine, theirs) => mine - theirs)], 0.5);

    public double BytesOver(Sample other) => Bytes / other.Bytes;

    private static double At(double[] values, double part) => values.Order().ElementAt((int)(values.Length * part));
}

/// <summary>Samples of several contenders in turns, in one process: noise hits all of them alike.</summary>
internal static class Sampling
{
    private const int KeysPerSample = 10_000;
    private const int Rounds = 41;
    private const double WarmUp = 1e9;
    private const double BetweenSleeps = 1e7;

    /// <summary>For work that stays on this thread.</summary>
    public static Sample[] Take(int keysPerOp, params (string Name, Action Op)[] contenders)
        => Take(keysPerOp, Math.Max(1, KeysPerSample / keysPerOp), Rounds, wall: false, contenders);

    /// <summary>For work that stays on this thread and takes so long that few samples must do.</summary>
    public static Sample[] TakeSlow(int keysPerOp, int opsPerSample, int rounds, params (string Name, Action Op)[] contenders)
        => Take(keysPerOp, opsPerSample, rounds, wall: false, contenders);

    /// <summary>For work that hops between threads. The bytes are those of this thread alone and mean nothing here.</summary>
    public static Sample[] TakeWall(int keysPerOp, int opsPerSample, int rounds, params (string Name, Action Op)[] contenders)
        => Take(keysPerOp, opsPerSample, rounds, wall: true, contenders);

    private static Sample[] Take(int keysPerOp, int ops, int rounds, bool wall, (string Name, Action Op)[] contenders)
    {
        double start = Clock.Nanoseconds(wall);
        double slept = start;
        while (Clock.Nanoseconds(wall) - start < WarmUp)
        {
            foreach ((_, Action op) in contenders)
                Repeat(op, Math.Max(1, ops / 20));

            // The compiler's thread must get its turn too: on a busy machine it has not caught up when the time of this thread is over.
            if (Clock.Nanoseconds(wall) - slept > BetweenSleeps)
            {
                Thread.Sleep(1);
                slept = Clock.Nanoseconds(wall);
            }
        }

        double[] bytes = [.. contenders.Select(it => wall ? double.NaN : Allocated(it.Op, ops) / ((double)ops * keysPerOp))];
        double[][] times = [.. contenders.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                int at = (i + round) % contenders.Length;
                start = Clock.Nanoseconds(wall);
                Repeat(contenders[at].Op, ops);
                times[at][round] = (Clock.Nanoseconds(wall) - start) / ((double)ops * keysPerOp);
            }
        }

        return [.. contenders.Select((it, i) => new Sample(it.Name, times[i], bytes[i]))];
    }

    private static void Repeat(Action op, int times)
    {
        for (int i = 0; i < times; i++)
            op();
    }

    private static long Allocated(Action op, int times)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(op, times);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
