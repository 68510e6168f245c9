using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DataLoader.Seeing;

namespace DataLoader.Testing;

/// <summary>Loaders that need no backend: for tests of the code that uses them.</summary>
public static class FakeLoader
{
    /// <summary>
    /// Makes a generated loader whose batches are answered from a map. It has none of its services, and everything else of the loader: it batches, remembers,
    /// and treats missing keys as the loader does. An interface that the loader implements is faked by that as well.
    /// </summary>
    /// <typeparam name="TLoader">The loader, or family, with its generated constructor.</typeparam>
    /// <param name="values">Values, or exceptions, by key: a <see cref="Dictionary{TKey, TValue}"/>. A key that is not there has no value.</param>
    /// <returns>A new loader in a scope of its own.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">The loader has no public constructor that takes a scope.</exception>
    public static TLoader For<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLoader>(IDictionary values)
        where TLoader : class
    {
        ArgumentNullException.ThrowIfNull(values);
        return For<TLoader>((key, _) => values[key]);
    }

    /// <summary>Makes a generated loader whose batches are answered by a function.</summary>
    /// <typeparam name="TLoader">The loader, or family, with its generated constructor.</typeparam>
    /// <param name="valueOf">
    /// Gets a key, and what a loader with arguments was asked with, else null. Returns a value, an exception for a key that fails, or null for one that has no value.
    /// </param>
    /// <returns>A new loader in a scope of its own.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="valueOf"/> is null.</exception>
    /// <exception cref="ArgumentException">The loader has no public constructor that takes a scope.</exception>
    public static TLoader For<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLoader>(Func<object, object?, object?> valueOf)
        where TLoader : class
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        var scope = new LoaderScope([new Backend(valueOf)]);
        foreach (ConstructorInfo constructor in typeof(TLoader).GetConstructors())
        {
            ParameterInfo[] parameters = constructor.GetParameters();
            if (Array.Exists(parameters, static it => it.ParameterType == typeof(LoaderScope)))
                return (TLoader)constructor.Invoke(Array.ConvertAll(parameters, it => it.ParameterType == typeof(LoaderScope) ? scope : null));
        }

        throw new ArgumentException($"{typeof(TLoader)} has no public constructor that takes a {nameof(LoaderScope)}: it is no generated loader.");
    }

    private sealed class Backend(Func<object, object?, object?> valueOf) : BatchGate
    {
        public override Task Pass(IGatedBatch batch)
        {
            try
            {
                batch.Answer(Array.ConvertAll(batch.BoxKeys(), key => valueOf(key, batch.Argument)));
                return Task.CompletedTask;
            }
            catch (Exception error)
            {
                return Task.FromException(error);
            }
        }
    }
}
