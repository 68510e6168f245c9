using System.Collections.Concurrent;
using ShopGraphQL.Data;

namespace ShopGraphQL.Api;

/// <summary>Tells everybody who watches of new reviews.</summary>
public sealed class ReviewStream : IObservable<Review>
{
    private readonly ConcurrentDictionary<Watch, byte> _watches = new();

    public void Publish(Review review)
    {
        foreach (Watch watch in _watches.Keys)
            watch.Observer.OnNext(review);
    }

    public IDisposable Subscribe(IObserver<Review> observer)
    {
        var watch = new Watch(this, observer);
        _watches[watch] = 0;
        return watch;
    }

    private sealed class Watch(ReviewStream stream, IObserver<Review> observer) : IDisposable
    {
        public IObserver<Review> Observer => observer;

        public void Dispose() => stream._watches.TryRemove(this, out _);
    }
}
