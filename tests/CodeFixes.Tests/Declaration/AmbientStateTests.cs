using DataLoader.CodeFixes.Tests.Infrastructure;

namespace DataLoader.CodeFixes.Tests.Declaration;

/// <summary>BL0035: what a call that requests share has no request for.</summary>
public class AmbientStateTests
{
    [Theory]
    [InlineData("_ = [|System.Globalization.CultureInfo.CurrentCulture|];")]
    [InlineData("_ = [|System.Threading.Thread.CurrentPrincipal|];")]
    [InlineData("_ = [|System.Security.Claims.ClaimsPrincipal.Current|];")]
    [InlineData("_ = [|System.Transactions.Transaction.Current|];")]
    [InlineData("_ = [|System.Diagnostics.Activity.Current!.Baggage|];")]
    [InlineData("_ = [|Local.Value|];")]
    [InlineData("_ = [|OfThread|];")]
    [InlineData("_ = ids.Select(id => [|Local.Value|]).ToList();")]
    [InlineData("_ = Tenant(); } private static string? Tenant() { return [|Local.Value|];")]
    [InlineData("_ = One(); } private static string? One() => Two(); private static string? Two() { return [|Local.Value|];")]
    [InlineData("} public static void Elsewhere() { _ = Local.Value;")]
    [InlineData("_ = nameof(Local.Value); _ = System.Globalization.CultureInfo.InvariantCulture; _ = System.Diagnostics.Activity.Current?.Id;")]
    public Task Reports_what_the_method_and_those_it_calls_read(string statements)
        => Analysis.CheckAsync("BL0035", Method("(Sharing = BatchSharing.Process)", "", statements), Sources.Shop);

    [Fact]
    public Task Reports_what_it_is_given_of_a_request() => Analysis.CheckAsync(
        "BL0035", Method("(Sharing = BatchSharing.Process)", ", System.Security.Claims.ClaimsPrincipal [|user|], object other", ""), Sources.Shop);

    [Fact]
    public Task Stays_silent_where_nothing_is_shared()
        => Analysis.CheckAsync("BL0035", Method("", ", System.Security.Claims.ClaimsPrincipal user", "_ = Local.Value;"), Sources.Shop);

    private static string Method(string settings, string parameters, string statements) => $$"""
        namespace Shop;

        public static class Queries
        {
            private static readonly AsyncLocal<string?> Local = new();

            [ThreadStatic]
            private static string? OfThread;

            [BatchLoader{{settings}}]
            public static Task<Dictionary<int, string>> BatchText(int[] ids{{parameters}})
            {
                Note(ids);
                return Task.FromResult(new Dictionary<int, string>());
            }

            private static void Note(int[] ids)
            {
                {{statements}}
            }
        }
        """;
}
