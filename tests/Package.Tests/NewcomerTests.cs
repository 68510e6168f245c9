using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace DataLoader.Package.Tests;

/// <summary>
/// The first steps of docs/getting-started.md, as somebody types them: each command and each file from the page, in an empty folder, against the packed package.
/// </summary>
[Collection(nameof(PackedPackage))]
public partial class NewcomerTests(PackedPackage package, ITestOutputHelper output)
{
    private readonly string _page = File.ReadAllText(Path.Combine(PackedPackage.RepositoryRoot, "docs", "getting-started.md")).ReplaceLineEndings("\n");

    [Fact]
    public void From_an_empty_folder_to_the_first_batch_and_a_web_application_without_a_step_that_fails()
    {
        long start = Stopwatch.GetTimestamp();
        string[] commands = Blocks("sh");
        string shop = Type(package.FolderWithFeed("newcomer"), commands[0]);

        string[] code = Blocks("csharp"), prints = Blocks("text");
        Write("Shop.cs", code[0]);
        Write("ProductQueries.cs", code[1]);
        Write("Program.cs", code[2]);
        Assert.Equal(prints[0], Dotnet.Run(shop, "run"));
        output.WriteLine($"The first batch of one's own: {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s of commands");

        Write("LineQueries.cs", code[3]);
        Write("Program.cs", code[2] + code[4]);
        Assert.Equal(prints[1], Dotnet.Run(shop, "run"));
        output.WriteLine($"The second level: {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");

        shop = Type(shop, commands[1]);
        Write("Program.cs", code[5]);
        Dotnet.Run(shop, "build", "-warnaserror");
        output.WriteLine($"A web application: {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");

        void Write(string file, string text) => File.WriteAllText(Path.Combine(shop, file), text);
    }

    /// <summary>Does what the commands say.</summary>
    /// <returns>The folder that they lead to.</returns>
    private static string Type(string folder, string commands)
    {
        foreach (string command in commands.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = command.Split(' ');
            if (words[0] == "cd")
                folder = Path.GetFullPath(Path.Combine(folder, words[1]));
            else if (words[0] == "cp")
                Array.ForEach(words[1..^1], file => File.Copy(Path.Combine(folder, file), Path.Combine(folder, words[^1], Path.GetFileName(file))));
            else
                Dotnet.Run(folder, words[1..]);
        }

        return folder;
    }

    private string[] Blocks(string language) => [.. Block().Matches(_page).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value)];

    [GeneratedRegex("```(?<language>\\w+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
