using System;
using System.Collections.Generic;
using System.Globalization;
using DataLoader.Generator.Model;
using DataLoader.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints the loaders of one containing type. Everything has been decided; a condition here only chooses between words.</summary>
internal static class LoaderEmitter
{
    public const string GeneratedCode = "[global::System.CodeDom.Compiler.GeneratedCode(\"" + Tool.Name + "\", \"0.1\")]";

    [ThreadStatic]
    private static SourceWriter? _writerOfThisThread;

    public static void Emit(SourceProductionContext context, LoaderFile file)
    {
        SourceWriter writer = _writerOfThisThread ??= new();
        writer.Clear();
        writer.Header(UseWarnings(file.Methods));
        string @namespace = file.Methods[0].Namespace;
        Part<LoaderFile> loaders = new(file, WriteLoaders);
        if (@namespace.Length == 0)
        {
            writer.Add(loaders);
        }
        else
        {
            writer.Lines($$"""
                namespace {{@namespace}}
                {
                    {{loaders}}
                }
                """);
        }

        context.CancellationToken.ThrowIfCancellationRequested();
        context.AddSource(file.HintName, writer.ToSourceText());
    }

    private static IEnumerable<IReadOnlyCollection<string>> UseWarnings(EquatableArray<BatchMethod> methods)
    {
        foreach (BatchMethod method in methods)
            yield return method.UseWarnings;
    }

    private static void WriteLoaders(SourceWriter writer, LoaderFile file)
    {
        for (int i = 0; i < file.Methods.Count; i++)
        {
            if (i > 0)
                writer.Lines("");
            WriteLoader(writer, file.Methods[i]);
        }
    }

    private static void WriteLoader(SourceWriter writer, BatchMethod method)
    {
        string name = Identifier.Escape(method.LoaderName);
        string key = method.KeyType;
        string value = method.ValueType;
        writer.Lines($$"""
            /// <summary>{{method.Summary ?? $"Loads <c>{TypeTitle.Write(value)}</c> by <c>{TypeTitle.Write(key)}</c>."}}</summary>
            {{(method.IsOverloaded || method.Failure is not null ? null : $"/// <remarks>Its batches call <see cref=\"{method.ContainingType}.{Identifier.Escape(method.MethodName)}\"/>.</remarks>")}}
            {{Obsolete(method)}}
            {{(method is { Experimental: { } id, Part: not { IsExperimental: true } } ? $"[global::System.Diagnostics.CodeAnalysis.Experimental({Literal(id)})]" : null)}}
            {{GeneratedCode}}
            {{(method.IsPublic ? "public" : "internal")}} sealed partial class {{name}} : {{FamilyEmitter.Base(method)}}
            {
                {{new Part<BatchMethod>(method, WriteDefinition)}}
                {{new Part<BatchMethod>(method, ConstructorEmitter.Write)}}

                /// <summary>Settings of this loader that override the attribute's. <c>AddBatchLoaders</c> takes them from the container, if it has them.</summary>
                public sealed class Options : global::DataLoader.BatchLoaderOptions<{{method.CacheKey?.Type ?? key}}, {{value}}>
                {
                }

                {{(method.IsFamily ? new Part<BatchMethod>(method, FamilyEmitter.Write) : new Part<BatchMethod>(method, WriteMembers))}}
                {{new Part<BatchMethod>(method, WriteCacheKey)}}

                /// <inheritdoc/>
                {{(method.IsShared ? new Part<BatchMethod>(method, SharedEmitter.Write) : new Part<BatchMethod>(method, BatchEmitter.Write))}}
                {{new Part<BatchMethod>(method, WriteKeyOf)}}
            }
            """);
    }

    /// <summary>What returns the loader, by its own type.</summary>
    private static void WriteMembers(SourceWriter writer, BatchMethod method)
    {
        string name = Identifier.Escape(method.LoaderName);
        writer.Lines($$"""
            /// <inheritdoc/>
            public new {{name}} Clear({{method.KeyType}} key) => ({{name}})base.Clear(key);

            /// <inheritdoc/>
            public new {{name}} ClearAll() => ({{name}})base.ClearAll();

            /// <inheritdoc/>
            public new {{name}} Prime({{method.KeyType}} key, {{method.ValueType}} value) => ({{name}})base.Prime(key, value);

            /// <inheritdoc/>
            public new {{name}} Prime({{method.KeyType}} key, global::System.Threading.Tasks.Task<{{method.ValueType}}> value) => ({{name}})base.Prime(key, value);

            /// <inheritdoc/>
            public new {{name}} PrimeError({{method.KeyType}} key, global::System.Exception error) => ({{name}})base.PrimeError(key, error);
            """);
    }

    private static string? Obsolete(BatchMethod method) => method.Obsolete switch
    {
        null => null,
        _ when method.Part is { IsObsolete: true } => null,
        "" => "[global::System.Obsolete]",
        { } reason => $"[global::System.Obsolete({Literal(reason)})]",
    };

    private static void WriteDefinition(SourceWriter writer, BatchMethod method)
    {
        if (method.Failure is { } failure)
        {
            writer.Lines($"""
                // Why there is no loader behind this class.
                private const string {Tool.FailureField} = {Literal(failure)};
                """);
        }

        // That of shared calls is not the loader's.
        int maxConcurrentBatches = method.IsShared ? int.MaxValue : method.MaxConcurrentBatches;
        const string Head = "private static readonly global::DataLoader.BatchLoaderDefinition Definition = new";
        if (method is { MaxBatchSize: int.MaxValue, Cache: true, FailsMissingKeys: false, Surplus: null } && maxConcurrentBatches == int.MaxValue)
        {
            writer.Lines($"""{Head}("{method.LoaderName}");""");
            return;
        }

        writer.Lines($$"""
            {{Head}}("{{method.LoaderName}}")
            {
                {{Limit("MaxBatchSize", method.MaxBatchSize)}}
                {{Limit("MaxConcurrentBatches", maxConcurrentBatches)}}
                {{(method.Cache ? null : "Cache = false,")}}
                {{(method.FailsMissingKeys ? "MissingKeys = global::DataLoader.MissingKeys.Fail," : null)}}
                {{(method.Surplus is null ? null : $"Surplus = global::DataLoader.SurplusKeys.{method.Surplus},")}}
            };
            """);
    }

    private static void WriteCacheKey(SourceWriter writer, BatchMethod method)
    {
        if (method.CacheKey is not { } cacheKey)
            return;
        writer.Lines($"""

            /// <inheritdoc/>
            protected override {cacheKey.Type} GetCacheKey({method.KeyType} key) => {cacheKey.Method}(key{(cacheKey.NeedsBang ? "!" : "")});
            """);
    }

    private static void WriteKeyOf(SourceWriter writer, BatchMethod method)
    {
        if (method.KeyOf is not { } expression)
            return;

        // Values from a value cache are proved too, which a loader with arguments cannot have.
        if (!method.IsFamily)
        {
            writer.Lines($$"""

                /// <inheritdoc/>
                protected override global::DataLoader.IKeyOf<{{method.KeyType}}, {{method.ValueType}}>? KeyProof => default(KeyOf);
                """);
        }

        writer.Lines($$"""

            private readonly struct KeyOf : global::DataLoader.IKeyOf<{{method.KeyType}}, {{method.ValueType}}>
            {
                public {{method.KeyType}} Of({{method.ValueType}} value) => {{expression}};
            }
            """);
    }

    public static string? Limit(string name, int limit)
        => limit == int.MaxValue ? null : $"{name} = {limit.ToString(CultureInfo.InvariantCulture)},";

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
