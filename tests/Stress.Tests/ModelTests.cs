using DataLoader.Stress.Model;

namespace DataLoader.Stress;

/// <summary>
/// Random sequences of calls, one after the other, against a pure model: identity and outcome of every task, contents and order of every batch,
/// every batch token. What fails is shrunk to the fewest calls.
/// </summary>
public class ModelTests
{
    private const int Length = 60;

    [Fact]
    public void A_loader_does_what_its_model_does()
    {
        foreach (int seed in new Budget(seconds: 5).Seeds())
        {
            var random = new Random(seed);
            Variant variant = Variant.Random(random);
            Command[] commands = [.. Enumerable.Range(0, Length).Select(_ => Command.Random(random))];
            if (Session.Run(variant, commands) is null)
                continue;

            IReadOnlyList<Command> fewest = Shrink(variant, commands);
            Assert.Fail($"""
                seed {seed}, {variant}
                {Session.Run(variant, fewest)}
                {string.Join(",\n", fewest)}
                """);
        }
    }

    // Found above, and kept: a batch that everybody has left before it was cut, and that waits for its turn, holds no key any more.
    [Theory]
    [InlineData(Verb.Load)]
    [InlineData(Verb.Prime)]
    public void X12_A_batch_that_was_left_before_it_was_cut_holds_no_key(Verb next)
    {
        foreach (Cache cache in Enum.GetValues<Cache>())
        {
            var variant = new Variant(cache, Shape.Values, int.MaxValue, MaxConcurrentBatches: 1);
            Assert.Null(Session.Run(variant,
            [
                new(Verb.Load, 1, 0), new(Verb.Dispatch, 0, 0), new(Verb.LoadWithToken, 2, 0), new(Verb.Cancel, 0, 0), new(Verb.Dispatch, 0, 0),
                new(next, 2, 0), new(Verb.Load, 2, 0), new(Verb.Dispatch, 0, 0), new(Verb.Succeed, 0, 0), new(Verb.Succeed, 0, 0),
            ]));
        }
    }

    // Drops ever smaller pieces for as long as the rest still fails.
    private static IReadOnlyList<Command> Shrink(Variant variant, IReadOnlyList<Command> commands)
    {
        for (int size = commands.Count / 2; size > 0; size /= 2)
        {
            for (int from = 0; from + size <= commands.Count;)
            {
                Command[] fewer = [.. commands.Take(from), .. commands.Skip(from + size)];
                if (Session.Run(variant, fewer) is null)
                    from += size;
                else
                    commands = fewer;
            }
        }

        return commands;
    }
}
