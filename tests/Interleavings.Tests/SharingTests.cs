using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>Requests that share calls: against each other, against one that leaves, one that ends, and the end of all.</summary>
public class SharingTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void P3_Each_of_three_requests_has_its_answers() => Explore(0, static run =>
    {
        var backend = new Backend(run);
        var shared = new SharedBackend(backend);
        for (int request = 1; request <= 3; request++)
        {
            int key = request;
            run.Thread($"request {key}", () => backend.Load(shared.Request(), key));
        }

        return () =>
        {
            backend.CheckValues();
            Assert.Equal(1, backend.MostRunningBatches);
        };
    });

    [Fact]
    public void P8_Each_of_three_requests_has_its_own_answer_when_calls_fail() => Explore(0, static run =>
    {
        var backend = new Backend(run) { Fails = static batch => batch.Keys.Contains(2) };
        var shared = new SharedBackend(backend);
        var loads = new Task<int>[4];
        for (int request = 1; request <= 3; request++)
        {
            int key = request;
            run.Thread($"request {key}", () => loads[key] = backend.Load(shared.Request(), key));
        }

        return () =>
        {
            backend.CheckValues();
            Assert.True(loads[1].IsCompletedSuccessfully && loads[2].IsFaulted && loads[3].IsCompletedSuccessfully);
        };
    });

    [Fact]
    public void P7_A_request_that_leaves_harms_no_other() => Explore(0, static run =>
    {
        var backend = new Backend(run) { ObeysItsToken = true };
        var shared = new SharedBackend(backend);
        var cancel = new CancellationTokenSource();
        var loads = new Task<int>[4];
        run.Thread("first", () => loads[1] = backend.Load(shared.Request(), 1));
        run.Thread("leaves", () =>
        {
            run.Expect(loads[2] = shared.Request().LoadAsync(2, cancel.Token));
            cancel.Cancel();
        });
        run.Thread("stays", () => loads[3] = backend.Load(shared.Request(), 3));
        return () =>
        {
            backend.CheckValues();
            Assert.True(loads[1].IsCompletedSuccessfully && loads[3].IsCompletedSuccessfully);
            Assert.True(loads[2].IsCanceled || loads[2].IsCompletedSuccessfully);
        };
    });

    [Fact]
    public void P14_When_they_are_disposed_no_load_is_left_waiting() => Explore(0, static run =>
    {
        var backend = new Backend(run) { ObeysItsToken = true };
        var shared = new SharedBackend(backend);
        for (int request = 1; request <= 2; request++)
        {
            int key = request;
            run.Thread($"request {key}", () => backend.Load(shared.Request(), key));
        }

        run.Thread("ends", shared.Dispose);
        return () =>
        {
            backend.CheckValues();
            backend.CheckErrors(static error => error is ObjectDisposedException);
        };
    });
}
