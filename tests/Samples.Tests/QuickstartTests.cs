using System.Text.RegularExpressions;

namespace DataLoader.Samples.Tests;

public sealed partial class QuickstartTests : IDisposable
{
    private const string Table = """
                                       naive     loaders
        SQL statements                 2,767           9
        rows                           3,802         453
        time                            # ms        # ms

        batch method                 batches    keys in each
        BatchCountryByCode                 3    53, 8, 21
        BatchCurrenciesByCode              3    53, 8, 21
        BatchBordersByCode                 2    53, 8
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("quickstart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_answers_are_equal_and_each_loader_sends_one_batch_for_each_level()
    {
        var run = await RunAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(WithoutTimes(Table), WithoutTimes(run.Output));
        Assert.EndsWith("Both answers are equal: 1,265 places.\n", run.Output);
    }

    [Fact]
    public async Task The_first_run_makes_the_database_and_the_second_uses_it()
    {
        foreach (var database in Databases())
        {
            File.Delete(database);
        }

        var first = await RunAsync();
        var written = File.GetLastWriteTimeUtc(Assert.Single(Databases()));
        var second = await RunAsync();

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Databases())));
        Assert.Equal(WithoutTimes(first.Output), WithoutTimes(second.Output));
    }

    [Fact]
    public async Task Answers_that_differ_give_exit_code_1_and_the_first_difference()
    {
        var run = await RunAsync("--rows-out-of-order");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("The answers differ: the naive one says \"Albania (ALL)\" where the loaders say ", run.Errors);
        Assert.DoesNotContain("Both answers are equal", run.Output);
    }

    [Fact]
    public async Task A_missing_data_file_gives_exit_code_2()
    {
        var path = Path.Combine(_folder, "nowhere.json");

        await AssertRefusedAsync(path, $"The data file {path} can not be read: ");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("""[{"cca3":"AAA"}]""")]
    [InlineData("""[{"name":{"common":null},"cca3":"AAA","region":"Europe","borders":[],"currencies":{}}]""")]
    [InlineData("""[{"name":{"common":"A"},"cca3":"AAA","region":"Europe","borders":["BBB"],"currencies":{}}]""")]
    public async Task A_damaged_data_file_gives_exit_code_2(string content)
    {
        var path = Path.Combine(_folder, "damaged.json");
        await File.WriteAllTextAsync(path, content);

        await AssertRefusedAsync(path, $"The data file {path} is damaged: ");
    }

    [Fact]
    public async Task A_data_file_that_was_cut_off_gives_exit_code_2()
    {
        var path = Path.Combine(_folder, "cut.json");
        await File.WriteAllTextAsync(path, Repository.Read("samples", "Quickstart", "data", "countries.json")[..20_000]);

        await AssertRefusedAsync(path, $"The data file {path} is damaged: ");
    }

    [Fact]
    public async Task Its_page_shows_what_the_program_prints()
    {
        var run = await RunAsync();

        Assert.Contains(WithoutTimes(run.Output), WithoutTimes(Repository.Read("samples", "Quickstart", "README.md")));
    }

    [Fact]
    public void Its_page_shows_the_code_of_the_program()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Quickstart"), "*.cs").Select(File.ReadAllText).Select(Normalised).ToList();
        var blocks = CodeBlock().Matches(Repository.Read("samples", "Quickstart", "README.md")).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(sources, source => source.Contains(Normalised(block), StringComparison.Ordinal)));

        static string Normalised(string code) => string.Join('\n', code.Trim().Split('\n').Select(line => line.Trim()));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    public void Links_lead_to_files(string page)
    {
        var links = Link().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Repository.Root, link)), $"{page} links to {link}"));
    }

    private static Task<Outcome> RunAsync(params string[] arguments) => SampleProgram.RunAsync("Quickstart.dll", arguments);

    private static async Task AssertRefusedAsync(string path, string message)
    {
        var run = await RunAsync(path);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Errors);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
    }

    private static string[] Databases() => Directory.GetFiles(AppContext.BaseDirectory, "world-*.db");

    private static string WithoutTimes(string text) => Time().Replace(Bar().Replace(text.ReplaceLineEndings("\n"), "bar"), " # ms");

    // Between the hits of a batch and its time.
    [GeneratedRegex("(?<=^ +#[0-9]+ .*[0-9]  )[ .#]{32}(?=  )", RegexOptions.Multiline)]
    private static partial Regex Bar();

    [GeneratedRegex(@" +[\d.,#]+ ms")]
    private static partial Regex Time();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex Link();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
