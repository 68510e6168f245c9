using DataLoader.Stress.Model;

namespace DataLoader.Stress.Threads;

/// <summary>Compares the books of a site with what a loader promises, when everything is quiet.</summary>
internal static class Audit
{
    /// <summary>Every outcome belongs to its key and comes from a batch of this scope that had the key; nobody was cancelled who did not leave.</summary>
    public static void Check(Site site, Variant variant)
    {
        var served = new Dictionary<(int Call, int Identity), HashSet<Task>>();
        foreach (Site.Load load in site.Loads)
        {
            string who = $"load of [{string.Join(',', load.Keys)}]";
            switch (load.Task)
            {
                case { IsCanceled: true }:
                    Assert.True(site.HasEnded || load.Source is { IsCancellationRequested: true }, $"{who}: cancelled, but did not leave");
                    break;
                case { IsFaulted: true }:
                    CheckError(site, variant, who, load.Keys, load.Task.Exception!.InnerException!);
                    break;
                case Task<int> one:
                    CheckValue(site, variant, who, load.Keys[0], one.Result);
                    if (load.Source is null)
                        Note(one.Result, load.Keys[0], one);
                    break;
                case Task<IReadOnlyList<int>> many:
                    for (int i = 0; i < load.Keys.Length; i++)
                        CheckValue(site, variant, who, load.Keys[i], many.Result[i]);
                    break;
                case Task<IReadOnlyList<LoadResult<int>>> settled:
                    for (int i = 0; i < load.Keys.Length; i++)
                        CheckSlot(site, variant, who, load.Keys[i], settled.Result[i]);
                    break;
            }
        }

        // Without a cache one place in a batch serves one task; else all callers of its key.
        foreach (((int call, int identity), HashSet<Task> tasks) in served)
        {
            int places = site.Calls[call].Keys.Count(key => variant.IdentityOf(key) == identity);
            Assert.True(variant.Cache == Cache.Off ? tasks.Count <= places : places > 0, $"batch {call} has {identity} {places} times, but served {tasks.Count} tasks");
        }

        // And it is asked for again only when it was forgotten.
        foreach (var asked in site.Calls.Values.SelectMany(call => call.Keys).CountBy(variant.IdentityOf))
        {
            int most = 1 + site.TimesForgotten(asked.Key);
            Assert.True(variant.Cache == Cache.Off || asked.Value <= most, $"{asked.Key} is in {asked.Value} batches, but {most} would do");
        }

        void Note(int value, int key, Task task)
        {
            int call = value % Backend.KeyFactor;
            if (call == 0)
                return;
            (int, int) place = (call, variant.IdentityOf(key));
            if (!served.TryGetValue(place, out HashSet<Task>? tasks))
                served.Add(place, tasks = []);
            tasks.Add(task);
        }
    }

    /// <summary>Nothing that is in the cache of a quiet loader is asked for again, and what is remembered is one task.</summary>
    public static async Task CheckCacheAsync(Site site, Variant variant)
    {
        for (int key = 0; key < Flow.KeyCount; key++)
        {
            int batches = site.Calls.Count;
            Task<int> first = site.Loader.LoadAsync(key);
            await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!first.IsCompletedSuccessfully || variant.Cache == Cache.Off)
                continue;
            Assert.True(ReferenceEquals(first, site.Loader.LoadAsync(key)), $"key {key}: another task than a moment ago");
            Assert.InRange(site.Calls.Count, batches, batches + 1);
        }
    }

    private static void CheckSlot(Site site, Variant variant, string who, int key, LoadResult<int> slot)
    {
        if (slot.IsSuccess)
            CheckValue(site, variant, who, key, slot.Value);
        else if (slot.Error is OperationCanceledException)
            Assert.True(site.HasEnded, $"{who}: a key is cancelled, but nobody left it");
        else
            CheckError(site, variant, who, [key], slot.Error!);
    }

    private static void CheckValue(Site site, Variant variant, string who, int key, int value)
    {
        int call = value % Backend.KeyFactor;
        Assert.True(variant.IdentityOf(value / Backend.KeyFactor) == variant.IdentityOf(key), $"{who}: {key} got the value {value}");
        if (call == 0)
            return;
        Assert.True(site.Calls.TryGetValue(call, out Site.Call? from), $"{who}: {key} got {value}, of another scope");
        Assert.True(from.Keys.Contains(value / Backend.KeyFactor), $"{who}: {key} got {value}, but batch {call} was not asked for it");
    }

    private static void CheckError(Site site, Variant variant, string who, int[] keys, Exception error)
    {
        switch (error)
        {
            case Site.BatchFailure failure:
                Assert.True(site.Calls.TryGetValue(failure.Call, out Site.Call? call), $"{who}: failed with batch {failure.Call} of another scope");
                Assert.True(call.Keys.Any(key => keys.Any(mine => variant.IdentityOf(mine) == variant.IdentityOf(key))), $"{who}: failed with batch {call.Number}, which did not have it");
                break;
            case ObjectDisposedException when site.HasEnded:
                break;
            default:
                Assert.Fail($"{who}: {error}");
                break;
        }
    }
}
