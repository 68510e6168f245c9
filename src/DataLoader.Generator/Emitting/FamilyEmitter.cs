using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints what a loader with arguments has beside the others. Several arguments are one tuple to its base, and loads take them one by one.</summary>
internal static class FamilyEmitter
{
    private const string Token = "global::System.Threading.CancellationToken cancellationToken";

    /// <summary>The base class of a loader.</summary>
    public static string Base(BatchMethod method)
    {
        string cacheKey = method.CacheKey is { } own ? own.Type + ", " : "";
        return method.IsFamily
            ? $"global::DataLoader.BatchLoaderFamily<{method.KeyType}, {ArgumentType(method)}, {cacheKey}{method.ValueType}>"
            : $"global::DataLoader.BatchLoader<{method.KeyType}, {cacheKey}{method.ValueType}>";
    }

    /// <summary>What the batch method's caller is given besides the batch.</summary>
    public static string? BatchParameter(BatchMethod method) => method.IsFamily ? ArgumentType(method) + " argument, " : null;

    /// <summary>An argument as the batch method's caller passes it on.</summary>
    public static string Pass(BatchMethod method, int index)
    {
        string arguments = method.IsShared ? SharedEmitter.Arguments(method) : "argument";
        return method.Arguments.Count == 1 ? arguments : $"{arguments}.Item{index + 1}";
    }

    /// <summary>Prints the members that return the loader, and the loads of several arguments.</summary>
    public static void Write(SourceWriter writer, BatchMethod method)
    {
        string name = Identifier.Escape(method.LoaderName);
        writer.Lines($$"""
            /// <inheritdoc/>
            public new {{name}} Clear({{method.KeyType}} key) => ({{name}})base.Clear(key);

            /// <inheritdoc/>
            public new {{name}} ClearAll() => ({{name}})base.ClearAll();
            {{new Part<BatchMethod>(method, WriteLoads)}}
            """);
    }

    private static void WriteLoads(SourceWriter writer, BatchMethod method)
    {
        if (method.Arguments.Count < 2)
            return;
        string parameters = Join(method, static argument => $"{argument.Type} {Identifier.Escape(argument.Name)}");
        string with = $"With(({Join(method, static argument => Identifier.Escape(argument.Name))}))";
        string keys = $"global::System.Collections.Generic.IEnumerable<{method.KeyType}> keys";
        string many = $"global::System.Threading.Tasks.Task<global::System.Collections.Generic.IReadOnlyList<{method.ValueType}>>";
        string settled = $"global::System.Threading.Tasks.Task<global::System.Collections.Generic.IReadOnlyList<global::DataLoader.LoadResult<{method.ValueType}>>>";
        writer.Lines($$"""

            /// <summary>The loader of these arguments: the same for equal ones.</summary>
            public global::DataLoader.BatchLoader<{{method.KeyType}}, {{method.ValueType}}> With({{parameters}}) => {{with}};

            /// <summary>Loads the value of one key with these arguments.</summary>
            public global::System.Threading.Tasks.Task<{{method.ValueType}}> LoadAsync({{method.KeyType}} key, {{parameters}}) => {{with}}.LoadAsync(key);

            /// <summary>Loads the value of one key with these arguments, for a caller who may leave.</summary>
            public global::System.Threading.Tasks.Task<{{method.ValueType}}> LoadAsync({{method.KeyType}} key, {{parameters}}, {{Token}})
                => {{with}}.LoadAsync(key, cancellationToken);

            /// <summary>Loads many keys with these arguments. The first error of any of them fails the whole.</summary>
            public {{many}} LoadManyAsync({{keys}}, {{parameters}}, {{Token}} = default)
                => {{with}}.LoadManyAsync(keys, cancellationToken);

            /// <summary>Loads many keys with these arguments, each of which has a value or an error.</summary>
            public {{settled}} LoadManySettledAsync({{keys}}, {{parameters}}, {{Token}} = default)
                => {{with}}.LoadManySettledAsync(keys, cancellationToken);
            """);
    }

    /// <summary>The type of all arguments together.</summary>
    public static string ArgumentType(BatchMethod method)
        => method.Arguments.Count == 1 ? method.Arguments[0].Type : $"({Join(method, static argument => argument.Type)})";

    private static string Join(BatchMethod method, System.Func<BatchArgument, string> write)
    {
        var parts = new string[method.Arguments.Count];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = write(method.Arguments[i]);
        return string.Join(", ", parts);
    }
}
