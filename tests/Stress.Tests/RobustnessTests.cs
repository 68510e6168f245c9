using System.Diagnostics;
using System.Globalization;
using DataLoader.Stress.Robustness;

namespace DataLoader.Stress;

/// <summary>What may hang runs in a process of its own with a time limit, several times, with and without a root frame.</summary>
public class RobustnessTests
{
    private const int SecondsForOne = 20;

    public static TheoryData<string> Scenarios => [.. Scenario.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task N2_Neither_hangs_nor_loses_a_key(string name)
    {
        int repeats = Scenario.All.Single(scenario => scenario.Name == name).Repeats;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "exec", typeof(RobustnessTests).Assembly.Location, name, repeats.ToString(CultureInfo.InvariantCulture),
            SecondsForOne.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync();
        Task<string> errors = child.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2 * SecondsForOne * (repeats + 1)));
        try
        {
            await child.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            Assert.Fail($"{name}: the process does not end");
        }

        Assert.True(child.ExitCode == 0, $"{await output}{await errors}");
    }
}
