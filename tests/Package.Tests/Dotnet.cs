using System.Diagnostics;
using System.Text;

namespace DataLoader.Package.Tests;

/// <summary>Runs a program and gives what it wrote.</summary>
internal static class Dotnet
{
    /// <summary>Runs <c>dotnet</c>; fails with all it wrote when it fails.</summary>
    public static string Run(string folder, params string[] arguments) => RunProgram("dotnet", folder, arguments);

    /// <inheritdoc cref="Run"/>
    public static string RunProgram(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test runner's own MSBuild says about itself is not for the one started here.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        string all = output.ToString();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{all}");
        return all;

        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                if (line.Data is not null)
                    output.Append(line.Data).Append('\n');
            }
        }
    }
}
