using System.Collections;
using System.Globalization;

namespace DataLoader.Testing.Running;

/// <summary>Words of messages.</summary>
internal static class Text
{
    private const int MostShown = 20;

    public static string Count(int batches) => batches == 1 ? "1 batch" : string.Create(CultureInfo.InvariantCulture, $"{batches} batches");

    public static string AreBatches(int batches) => batches == 1 ? "is 1" : string.Create(CultureInfo.InvariantCulture, $"are {batches}");

    /// <summary>A list of keys, or of lists of keys.</summary>
    public static string Of(IEnumerable values)
    {
        List<string> texts = [];
        int count = 0;
        foreach (object? value in values)
        {
            if (count++ < MostShown)
                texts.Add(value is IEnumerable and not string ? Of((IEnumerable)value) : Of(value));
        }

        if (count > MostShown)
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"… {count - MostShown} more"));
        return $"[{string.Join(", ", texts)}]";
    }

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? value.GetType().Name,
    };
}
