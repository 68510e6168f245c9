using System.Text.RegularExpressions;

namespace DataLoader.Docs.Tests;

/// <summary>docs/images/draw.py draws some of the pictures and gives each its dark colours.</summary>
public partial class PictureTests
{
    public static TheoryData<string> Pictures
        => [.. Directory.EnumerateFiles(Path.Combine(Pages.Root, "docs", "images"), "*.svg").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_has_a_dark_colour_for_each_of_its_colours_and_words_for_who_cannot_see_it(string name)
    {
        string svg = Pages.Read($"docs/images/{name}");
        string dark = Dark().Match(svg).Value;

        Assert.NotEmpty(dark);
        Assert.All(
            Colour().Matches(svg.Replace(dark, "", StringComparison.Ordinal)).Select(colour => colour.Value).Distinct(),
            colour => Assert.Contains($"[{colour}]", dark, StringComparison.Ordinal));
        Assert.True(svg.Contains("aria-label=\"", StringComparison.Ordinal) || svg.Contains("<desc id=\"d\">", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_is_on_a_page(string name)
        => Assert.Contains(Pages.All, page => Pages.Read(page).Contains($"images/{name})", StringComparison.Ordinal));

    [GeneratedRegex("<style id=\"dark\">.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Dark();

    [GeneratedRegex("(fill|stroke)=\"#[0-9a-f]{3,6}\"")]
    private static partial Regex Colour();
}
