using DataLoader.Testing.Tests.Shop;

namespace DataLoader.Testing.Tests;

public sealed class FakeLoaderTests
{
    [Fact]
    public async Task A_loader_answers_from_a_map_and_treats_missing_keys_and_errors_as_ever()
    {
        UserByIdLoader users = FakeLoader.For<UserByIdLoader>(
            new Dictionary<int, object> { [1] = new User(1, "Ann"), [2] = new TimeoutException("slow") });

        Assert.Equal("Ann", (await users.LoadAsync(1)).Name);
        await Assert.ThrowsAsync<TimeoutException>(() => users.LoadAsync(2));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => users.LoadAsync(3));
    }

    [Fact]
    public async Task A_family_answers_by_key_and_argument()
    {
        GreetingLoader greetings = FakeLoader.For<GreetingLoader>(static (key, argument) => $"{argument}, {key}!");
        Assert.Equal("hi, 1!", await greetings.LoadAsync(1, "hi"));
    }

    [Fact]
    public async Task An_interface_of_ones_own_is_faked_in_one_line()
    {
        IUsers users = FakeLoader.For<UserByIdLoader>(new Dictionary<int, User> { [1] = new(1, "Ann") });
        Assert.Equal("Hello, Ann!", await Greet(users, 1));

        static async Task<string> Greet(IUsers users, int id) => $"Hello, {(await users.LoadAsync(id)).Name}!";
    }

    [Fact]
    public async Task A_value_of_another_type_is_told()
    {
        UserByIdLoader users = FakeLoader.For<UserByIdLoader>(new Dictionary<int, string> { [1] = "Ann" });
        Assert.Contains("was given a System.String", (await Assert.ThrowsAsync<InvalidCastException>(() => users.LoadAsync(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_generated_loader_is_refused()
        => Assert.Throws<ArgumentException>(static () => FakeLoader.For<ShopDb>(new Dictionary<int, string>()));
}
