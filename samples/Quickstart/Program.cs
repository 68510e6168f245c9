using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Quickstart;

// dotnet run [-- [--rows-out-of-order] [data file]]
// Exit code 0: both answers are equal. 1: they differ. 2: the data can not be used.
var rowsOutOfOrder = args.Contains("--rows-out-of-order");
var dataFile = args.FirstOrDefault(arg => !arg.StartsWith('-')) ?? Path.Combine(AppContext.BaseDirectory, "data", "countries.json");
try
{
    var connectionString = WorldDbFile.ConnectionString(dataFile);
    var naive = await MeasureAsync(Answers.NaiveAsync, connectionString);
    var loaders = await MeasureAsync(rowsOutOfOrder ? Answers.WithRowsOutOfOrderAsync : Answers.WithLoadersAsync, connectionString);
    Report.Print(naive, loaders);

    var expected = Report.Lines(naive.Answer).ToList();
    var actual = Report.Lines(loaders.Answer).ToList();
    if (!expected.SequenceEqual(actual))
    {
        var line = expected.Append("nothing").Zip(actual.Append("nothing")).First(pair => pair.First != pair.Second);
        Console.Error.WriteLine($"The answers differ: the naive one says \"{line.First.Trim()}\" where the loaders say \"{line.Second.Trim()}\".");
        return 1;
    }

    Console.WriteLine($"Both answers are equal: {expected.Count:N0} places.");
    return 0;
}
catch (DataFileException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (SqliteException e)
{
    Console.Error.WriteLine($"The database in {AppContext.BaseDirectory} can not be used: {e.Message} Delete world-*.db there and run again.");
    return 2;
}

// The first round, which also pays for compiling and for opening the database, is not counted.
static async Task<Run> MeasureAsync(Func<WorldDb, Task<Place[]>> answer, string connectionString)
{
    await answer(new WorldDb(connectionString));

    var db = new WorldDb(connectionString);
    var start = Stopwatch.GetTimestamp();
    var places = await answer(db);
    return new Run(places, db.Statements, Stopwatch.GetElapsedTime(start), db.Waterfall);
}
