using System.Diagnostics;
using System.Globalization;
using DataLoader.Workloads;

namespace DataLoader.BatchCounts;

/// <summary>One run of a workload: here, or in a process of its own if it is about the first run of a process.</summary>
internal static class Run
{
    public static Task<int> OneAsync(string name, bool rootFrame) => HereAsync(Workload.All.Single(it => it.Name == name), rootFrame, named: false);

    public static Task<int> HereAsync(Workload workload, bool rootFrame, bool named) => workload.RunAsync(() => new ScopedRequest(rootFrame, named));

    public static async Task<int> ElsewhereAsync(Workload workload, bool rootFrame)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(Run).Assembly.Location);
        foreach (string argument in new[] { "--once", workload.Name, rootFrame ? "frame" : "none" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return int.Parse(output, CultureInfo.InvariantCulture);
    }
}
