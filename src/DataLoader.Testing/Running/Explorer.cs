using System.Globalization;

namespace DataLoader.Testing.Running;

/// <summary>
/// Runs a test under its orders: breadth first by the number of changes of the usual order, so that the first one that breaks the test has the fewest;
/// then by chance, where there are too many, and what breaks is made smaller.
/// </summary>
internal static class Explorer
{
    public static async Task<Exploration> RunAsync(Func<LoaderTest, Task> body, LoaderTestOptions options)
    {
        if (options.Order is { } order)
        {
            if (await BreakAsync(body, options, new Choices(order)).ConfigureAwait(false) is { } broken)
                throw Failure(broken, orders: 1);
            return new Exploration(1, isComplete: false);
        }

        int byChance = options.MaxOrders / 4;
        Queue<int[]> prefixes = new([[]]);
        int orders = 0;
        for (; orders < options.MaxOrders - byChance && prefixes.TryDequeue(out int[]? prefix); orders++)
        {
            Choices choices = new(prefix);
            if (await BreakAsync(body, options, choices).ConfigureAwait(false) is { } broken)
                throw Failure(broken, orders + 1);
            Enqueue(prefixes, prefix, choices, options.MaxOrders);
        }

        if (prefixes.Count == 0)
            return new Exploration(orders, isComplete: true);

        for (int i = 0; i < byChance; i++, orders++)
        {
            Choices choices = new(new Random(options.Seed + i));
            if (await BreakAsync(body, options, choices).ConfigureAwait(false) is { } broken)
                throw Failure(await ShrinkAsync(body, options, broken).ConfigureAwait(false), orders + 1);
        }

        return new Exploration(orders, isComplete: false);
    }

    // Each of these has one change more than the order that was just run.
    private static void Enqueue(Queue<int[]> prefixes, int[] prefix, Choices choices, int most)
    {
        for (int at = prefix.Length; at < choices.Made.Count; at++)
        {
            for (int other = 1; other < choices.Made[at].Of && prefixes.Count < most; other++)
                prefixes.Enqueue([.. choices.Made.Take(at).Select(static made => made.Chosen), other]);
        }
    }

    private static async Task<Broken?> BreakAsync(Func<LoaderTest, Task> body, LoaderTestOptions options, Choices choices)
    {
        string description = "";
        try
        {
            await Conductor.RunAsync(
                async test =>
                {
                    try
                    {
                        await body(test).ConfigureAwait(false);
                    }
                    finally
                    {
                        description = test.Describe();
                    }
                },
                options,
                choices).ConfigureAwait(false);
            return null;
        }
        catch (Exception error)
        {
            return new Broken(choices, error, description);
        }
    }

    // Takes back one change after the other.
    private static async Task<Broken> ShrinkAsync(Func<LoaderTest, Task> body, LoaderTestOptions options, Broken broken)
    {
        int[] chosen = [.. broken.Choices.Made.Select(static made => made.Chosen)];
        for (int i = chosen.Length - 1; i >= 0; i--)
        {
            if (chosen[i] == 0)
                continue;
            int[] smaller = [.. chosen];
            smaller[i] = 0;
            if (await BreakAsync(body, options, new Choices(smaller)).ConfigureAwait(false) is { } still)
            {
                broken = still;
                chosen = smaller;
            }
        }

        return broken;
    }

    private static LoaderTestException Failure(Broken broken, int orders)
    {
        string order = Choices.Order(broken.Choices.Made.Select(static made => made.Chosen));
        IEnumerable<string> steps = broken.Choices.Steps.Select(static (step, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1,4}. {step}"));
        return new LoaderTestException(
            $"Order {order} breaks the test (run {orders}): {broken.Error.GetType().Name}: {broken.Error.Message}\n\n"
            + $"{string.Join('\n', steps)}\n\nTo run it again: {nameof(LoaderTestOptions.Order)} = \"{order}\".\n\n{broken.Description}",
            broken.Error);
    }

    private sealed record Broken(Choices Choices, Exception Error, string Description);
}
