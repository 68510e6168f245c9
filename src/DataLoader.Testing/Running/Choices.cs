using System.Globalization;

namespace DataLoader.Testing.Running;

/// <summary>Which of the steps that are possible comes next: where nothing is chosen, the first one.</summary>
internal sealed class Choices
{
    private readonly int[] _chosen;
    private readonly Random? _random;

    public Choices(string? order)
        => _chosen = order is null ? [] : [.. order.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(static it => int.Parse(it, CultureInfo.InvariantCulture))];

    public Choices(int[] chosen) => _chosen = chosen;

    public Choices(Random random)
    {
        _chosen = [];
        _random = random;
    }

    /// <summary>What was chosen until now, and of how many.</summary>
    public List<(int Chosen, int Of)> Made { get; } = [];

    /// <summary>What was done.</summary>
    public List<string> Steps { get; } = [];

    public static string Order(IEnumerable<int> chosen)
    {
        int[] all = [.. chosen];
        int last = Array.FindLastIndex(all, static it => it != 0);
        return last < 0 ? "0" : string.Join('.', all.Take(last + 1));
    }

    /// <summary>Chooses one of several.</summary>
    public int Next(int count)
    {
        int next = 0;
        if (count > 1)
        {
            int made = Made.Count;
            next = _random?.Next(count) ?? (made < _chosen.Length ? Math.Min(_chosen[made], count - 1) : 0);
            Made.Add((next, count));
        }

        return next;
    }
}
