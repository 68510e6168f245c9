using DataLoader.Batches;

namespace DataLoader.Tests;

/// <summary>Keys in the messages of exceptions: they come from users, and go to logs.</summary>
public class KeyTextTests
{
    public static TheoryData<object, string> Texts => new()
    {
        { "ada", "ada" },
        { "Zoë \U0001F600", "Zoë \U0001F600" },
        { "a\r\n\tb", @"a\r\n\tb" },
        { "\u001b[31mred\0", @"\u001B[31mred\u0000" },
        { "\u2028\u202Egnp.exe", @"\u2028\u202Egnp.exe" },
        { "half \ud83d", @"half \uD83D" },
        { new string('x', 100), new string('x', 100) },
        { new string('x', 101), new string('x', 100) + "… (101 characters)" },
        { new string('x', 99) + "\U0001F600", new string('x', 99) + "… (101 characters)" },
        { new byte[] { 0x0A, 0xBC }, "0x0ABC" },
        { new DateTime(2026, 11, 28, 1, 2, 3, DateTimeKind.Utc).AddTicks(1), "2026-11-28T01:02:03.0000001Z" },
        { 1.50m, "1.50" },
        { new Nameless(), "(Nameless.ToString threw FormatException)" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void S14_A_key_in_a_message_is_bounded_and_on_one_line(object key, string expected) => Assert.Equal(expected, KeyText.Of(key));

    [Fact]
    public async Task S14_A_message_holds_no_more_of_a_key_than_tells_it_from_others()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<string, string?>(
            static batch =>
            {
                batch.SetDictionary(new Dictionary<string, string?>());
                return Task.CompletedTask;
            },
            new("Names") { MissingKeys = MissingKeys.Fail },
            options: new() { Scheduler = scheduler });
        Task<string?> load = loader.LoadAsync("line\n" + new string('x', 1_000_000));
        scheduler.Dispatch();

        string message = (await load.FailsWith<KeyNotFoundException>()).Message;

        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 100, 300);
    }

    private sealed class Nameless
    {
        public override string ToString() => throw new FormatException();
    }
}
