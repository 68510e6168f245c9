namespace Quickstart;

/// <summary>One way to answer the question, and what it cost.</summary>
internal sealed record Run(Place[] Answer, IReadOnlyList<Statement> Statements, TimeSpan Time, string? Waterfall);

/// <summary>What the program prints.</summary>
internal static class Report
{
    /// <summary>An answer as text, one place on each line. Two answers are equal when their lines are.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Place> places, string indent = "")
        => places.SelectMany(place => Lines(place.Neighbours, indent + "    ").Prepend($"{indent}{place.Name} ({string.Join(", ", place.Currencies)})"));

    public static void Print(Run naive, Run loaders)
    {
        Console.WriteLine("Every European country, its neighbours and theirs, with their currencies. For example:");
        Console.WriteLine();
        foreach (var line in Lines(naive.Answer.Where(place => place.Name == "Portugal")))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine();
        Console.WriteLine($"{"",-24}{"naive",12}{"loaders",12}");
        Console.WriteLine($"{"SQL statements",-24}{naive.Statements.Count,12:N0}{loaders.Statements.Count,12:N0}");
        Console.WriteLine($"{"rows",-24}{naive.Statements.Sum(s => s.Rows),12:N0}{loaders.Statements.Sum(s => s.Rows),12:N0}");
        Console.WriteLine($"{"time",-24}{naive.Time.TotalMilliseconds,9:N1} ms{loaders.Time.TotalMilliseconds,9:N1} ms");
        Console.WriteLine();
        Console.WriteLine($"{"batch method",-24}{"batches",12}    keys in each");
        foreach (var batches in loaders.Statements.Where(s => s.Method.StartsWith("Batch", StringComparison.Ordinal)).GroupBy(s => s.Method))
        {
            Console.WriteLine($"{batches.Key,-24}{batches.Count(),12}    {string.Join(", ", batches.Select(s => s.Keys))}");
        }

        if (loaders.Waterfall is not null)
        {
            Console.WriteLine();
            Console.Write(loaders.Waterfall);
        }

        Console.WriteLine();
    }
}
