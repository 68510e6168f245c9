using System.Text.Json;

namespace Quickstart;

/// <summary>A data file that is missing or damaged; the message says what to do.</summary>
internal sealed class DataFileException(string message) : Exception(message);

/// <summary>The countries as data/countries.json spells them.</summary>
internal static class DataFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException($"The data file {path} can not be read: {e.Message}");
        }
    }

    public static IReadOnlyList<CountryData> Parse(byte[] json, string path)
    {
        try
        {
            var countries = JsonSerializer.Deserialize<CountryData[]>(json, Options) ?? throw new JsonException("it holds null.");
            Check(countries);
            return countries;
        }
        catch (JsonException e)
        {
            throw new DataFileException($"The data file {path} is damaged: {e.Message}");
        }
    }

    private static void Check(CountryData[] countries)
    {
        if (countries.Length == 0)
        {
            throw new JsonException("it holds no country.");
        }

        var codes = new HashSet<string>();
        foreach (var country in countries)
        {
            if (country is null || !codes.Add(country.Cca3))
            {
                throw new JsonException(country is null ? "an entry is null." : $"{country.Cca3} stands there twice.");
            }
        }

        foreach (var country in countries)
        {
            if (country.Borders.FirstOrDefault(code => !codes.Contains(code)) is { } unknown)
            {
                throw new JsonException($"{country.Cca3} borders on {unknown}, which is not there.");
            }
        }
    }
}

internal sealed record CountryData(NameData Name, string Cca3, string Region, string[] Borders, Dictionary<string, JsonElement> Currencies);

internal sealed record NameData(string Common);
