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

    private const string Global = "global::";

    [ThreadStatic]
    private static SourceWriter? _writerOfThisThread;

    public static void Emit(SourceProductionContext context, LoaderFile file)
    {
        SourceWriter writer = _writerOfThisThread ??= new();
        writer.Clear();
        writer.Header(UseWarnings(file));
        string @namespace = file.Methods[0].Namespace;
        if (@namespace.Length > 0)
        {
            writer.Line("namespace " + @namespace);
            writer.Open();
        }

        for (int i = 0; i < file.Methods.Count; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (i > 0)
                writer.Line();
            WriteLoader(writer, file.Methods[i]);
        }

        if (@namespace.Length > 0)
            writer.Close();
        context.AddSource(file.HintName, writer.ToSourceText());
    }

    private static SortedSet<string>? UseWarnings(LoaderFile file)
    {
        SortedSet<string>? ids = null;
        foreach (BatchMethod method in file.Methods)
        {
            if (method.UseWarnings.Count > 0)
                (ids ??= new(StringComparer.Ordinal)).UnionWith(method.UseWarnings);
        }

        return ids;
    }

    private static void WriteLoader(SourceWriter writer, BatchMethod method)
    {
        string name = Identifier.Escape(method.LoaderName);
        if (method.Summary is { } summary)
            writer.Line($"/// <summary>{summary}</summary>");
        else
            writer.Line($"/// <summary>Loads <c>{ForPeople(method.ValueType)}</c> by <c>{ForPeople(method.KeyType)}</c>.</summary>");
        if (!method.IsOverloaded)
            writer.Line($"/// <remarks>Its batches call <see cref=\"{method.ContainingType}.{Identifier.Escape(method.MethodName)}\"/>.</remarks>");
        if (method.Obsolete is { } reason)
            writer.Line(reason.Length == 0 ? "[global::System.Obsolete]" : $"[global::System.Obsolete({SymbolDisplay.FormatLiteral(reason, quote: true)})]");
        if (method.Experimental is { } id)
            writer.Line($"[global::System.Diagnostics.CodeAnalysis.Experimental({SymbolDisplay.FormatLiteral(id, quote: true)})]");
        writer.Line(GeneratedCode);
        string? cacheKey = method.CacheKey?.Type;
        writer.Line($"{(method.IsPublic ? "public" : "internal")} sealed partial class {name} : global::DataLoader.BatchLoader<{method.KeyType}, {cacheKey}{(cacheKey is null ? "" : ", ")}{method.ValueType}>");
        writer.Open();

        WriteDefinition(writer, method);
        ConstructorEmitter.Write(writer, method);
        WriteChainableMembers(writer, method, name);
        WriteCacheKey(writer, method);
        BatchEmitter.Write(writer, method);
        WriteKeyOf(writer, method);

        writer.Close();
    }

    private static void WriteDefinition(SourceWriter writer, BatchMethod method)
    {
        const string Head = "private static readonly global::DataLoader.BatchLoaderDefinition Definition = new(\"";
        if (method is { MaxBatchSize: int.MaxValue, MaxConcurrentBatches: int.MaxValue, Cache: true, FailsMissingKeys: false })
        {
            writer.Line($"{Head}{method.LoaderName}\");");
            return;
        }

        writer.Line($"{Head}{method.LoaderName}\")");
        writer.Open();
        if (method.MaxBatchSize != int.MaxValue)
            writer.Line($"MaxBatchSize = {method.MaxBatchSize.ToString(CultureInfo.InvariantCulture)},");
        if (method.MaxConcurrentBatches != int.MaxValue)
            writer.Line($"MaxConcurrentBatches = {method.MaxConcurrentBatches.ToString(CultureInfo.InvariantCulture)},");
        if (!method.Cache)
            writer.Line("Cache = false,");
        if (method.FailsMissingKeys)
            writer.Line("MissingKeys = global::DataLoader.MissingKeys.Fail,");
        writer.Close("};");
    }

    private static void WriteChainableMembers(SourceWriter writer, BatchMethod method, string name)
    {
        StartMember();
        writer.Line($"public new {name} Clear({method.KeyType} key) => ({name})base.Clear(key);");
        StartMember();
        writer.Line($"public new {name} ClearAll() => ({name})base.ClearAll();");
        StartMember();
        writer.Line($"public new {name} Prime({method.KeyType} key, {method.ValueType} value) => ({name})base.Prime(key, value);");
        StartMember();
        writer.Line($"public new {name} Prime({method.KeyType} key, global::System.Threading.Tasks.Task<{method.ValueType}> value) => ({name})base.Prime(key, value);");
        StartMember();
        writer.Line($"public new {name} PrimeError({method.KeyType} key, global::System.Exception error) => ({name})base.PrimeError(key, error);");

        void StartMember()
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
        }
    }

    /// <summary>A type as people say it: <c>List&amp;lt;User&amp;gt;</c>.</summary>
    private static string ForPeople(string type)
    {
        NameText text = NameText.Start();
        for (int i = 0; i < type.Length; i++)
        {
            if (string.CompareOrdinal(type, i, Global, 0, Global.Length) == 0)
                i = EndOfQualifier(type, i + Global.Length);
            switch (type[i])
            {
                case '<':
                    text.Add("&lt;");
                    break;
                case '>':
                    text.Add("&gt;");
                    break;
                default:
                    text.Add(type[i]);
                    break;
            }
        }

        return text.End();
    }

    /// <summary>Where the last name of a qualified one begins.</summary>
    private static int EndOfQualifier(string type, int start)
    {
        int end = start;
        for (int i = start; i < type.Length && (type[i] is '@' or '.' || SyntaxFacts.IsIdentifierPartCharacter(type[i])); i++)
        {
            if (type[i] == '.')
                end = i + 1;
        }

        return end;
    }

    private static void WriteCacheKey(SourceWriter writer, BatchMethod method)
    {
        if (method.CacheKey is not { } cacheKey)
            return;
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"protected override {cacheKey.Type} GetCacheKey({method.KeyType} key) => {cacheKey.Method}({(cacheKey.ForgivesNulls ? "key!" : "key")});");
    }

    private static void WriteKeyOf(SourceWriter writer, BatchMethod method)
    {
        if (method.KeyOf is not { } expression)
            return;
        writer.Line();
        writer.Line($"private readonly struct KeyOf : global::DataLoader.IKeyOf<{method.KeyType}, {method.ValueType}>");
        writer.Open();
        writer.Line($"public {method.KeyType} Of({method.ValueType} value) => {expression};");
        writer.Close();
    }
}
