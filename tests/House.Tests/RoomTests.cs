using DataLoader.House.Tests.Support;

namespace DataLoader.House.Tests;

/// <summary>Data flows one way: each room names only types of the rooms that docs/inside.md allows it, and no two rooms need each other.</summary>
public class RoomTests
{
    private const int MaxLines = 300;

    public static TheoryData<string, string> Projects => new()
    {
        { "src/DataLoader.Runtime", "Rooms of the runtime" },
        { "src/DataLoader.Generator", "Rooms of the generator" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_uses_only_what_it_may(string project, string heading)
    {
        IReadOnlyList<Room> rooms = InsidePage.RoomsUnder(heading);
        var wrong = Arrows(rooms, Use.In(project))
            .Where(static arrow => !arrow.From.MayUse.Contains(arrow.To.Name))
            .GroupBy(static arrow => (From: arrow.From.Name, To: arrow.To.Name))
            .Select(static arrows => $"{arrows.Key.From} may not use {arrows.Key.To}: "
                + string.Join(", ", arrows.Take(5).Select(static arrow => $"{arrow.Use.Type} in {arrow.Use.File}:{arrow.Use.Line}")));
        Assert.True(!wrong.Any(), string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_a_room_may_use_it_uses(string project, string heading)
    {
        IReadOnlyList<Room> rooms = InsidePage.RoomsUnder(heading);
        HashSet<(string, string)> used = [.. Arrows(rooms, Use.In(project)).Select(static arrow => (arrow.From.Name, arrow.To.Name))];
        Assert.Equal([], rooms.SelectMany(static room => room.MayUse.Select(other => (room.Name, other))).Where(arrow => !used.Contains(arrow)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_page_lists_a_room_before_those_that_use_it(string project, string heading)
    {
        // Then there is no circle.
        _ = project;
        var below = new List<string>();
        foreach (Room room in InsidePage.RoomsUnder(heading))
        {
            Assert.Equal([], room.MayUse.Except(below));
            below.Add(room.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_file_is_in_a_room_and_each_room_has_files(string project, string heading)
    {
        IReadOnlyList<Room> rooms = InsidePage.RoomsUnder(heading);
        IReadOnlyDictionary<string, string> sources = Repository.SourcesOf(project);
        Assert.Equal([], sources.Keys.Where(file => RoomOf(rooms, file) is null));
        Assert.Equal([], rooms.SelectMany(static room => room.Holds).Where(held => !sources.Keys.Any(file => file.StartsWith(held, StringComparison.Ordinal))));
    }

    [Fact]
    public void No_room_of_the_runtime_is_more_than_a_quarter_of_it()
    {
        IReadOnlyList<Room> rooms = InsidePage.RoomsUnder("Rooms of the runtime");
        var lines = Repository.SourcesOf("src/DataLoader.Runtime").ToLookup(source => RoomOf(rooms, source.Key)!.Name, static source => Lines(source.Value));
        int all = lines.Sum(static room => room.Sum());
        Assert.Equal([], lines.Where(room => room.Sum() * 4 > all).Select(room => $"{room.Key} has {room.Sum()} of {all} lines"));
    }

    [Theory]
    [InlineData("src/DataLoader.Runtime", "Table/KeyTable.cs")]
    [InlineData("src/DataLoader.Generator")]
    [InlineData("src/DataLoader.CodeFixes")]
    public void No_file_is_too_long_to_read_at_once(string project, params string[] exceptions)
        => Assert.Equal(
            [],
            Repository.SourcesOf(project)
                .Where(source => Lines(source.Value) > MaxLines && !exceptions.Contains(source.Key))
                .Select(static source => $"{source.Key}: {Lines(source.Value)} lines"));

    private static Room? RoomOf(IReadOnlyList<Room> rooms, string file) => rooms.Where(room => room.Fit(file) > 0).MaxBy(room => room.Fit(file));

    // A type whose parts stand in several files is a type of each of their rooms: keep them in one.
    private static IEnumerable<(Room From, Room To, Use Use)> Arrows(IReadOnlyList<Room> rooms, IReadOnlyList<Use> uses)
    {
        foreach (Use use in uses)
        {
            if (RoomOf(rooms, use.File) is not { } from)
                continue;
            foreach (string file in use.DeclaredIn)
            {
                if (RoomOf(rooms, file) is { } to && !ReferenceEquals(from, to))
                    yield return (from, to, use);
            }
        }
    }

    private static int Lines(string source) => source.Count(static letter => letter == '\n');
}
