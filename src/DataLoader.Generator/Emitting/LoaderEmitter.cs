using System;
using System.Collections.Generic;
using System.Globalization;
using DataLoader.Generator.Model;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Emitting;

/// <summary>Prints the loaders of one containing type. Everything has been decided; a condition here only chooses between words.</summary>
internal static class LoaderEmitter
{
    public const string GeneratedCode = "[global::System.CodeDom.Compiler.GeneratedCode(\"" + ExistingType.Tool + "\", \"0.1\")]";

    private const string Global = "global::";

    [ThreadStatic]
    private static SourceWriter? _writerOfThisThread;

    public static void Emit(SourceProductionContext context, LoaderFile file)
    {
        SourceWriter writer = _writerOfThisThread ??= new();
        writer.Clear();
        writer.Header();
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

    private static void WriteLoader(SourceWriter writer, BatchMethod method)
    {
        string name = TypeNames.Escape(method.LoaderName);
        string keyAndValue = $"{method.KeyType}, {method.ValueType}";
        if (method.Summary is { } summary)
            writer.Line($"/// <summary>{summary}</summary>");
        else
            writer.Line($"/// <summary>Loads <c>{ForPeople(method.ValueType)}</c> by <c>{ForPeople(method.KeyType)}</c>.</summary>");
        if (!method.IsOverloaded)
            writer.Line($"/// <remarks>Its batches call <see cref=\"{method.Method}\"/>.</remarks>");
        if (method.Obsolete is { } reason)
            writer.Line(reason.Length == 0 ? "[global::System.Obsolete]" : $"[global::System.Obsolete({SymbolDisplay.FormatLiteral(reason, quote: true)})]");
        writer.Line(GeneratedCode);
        string @base = method.CacheKey is { } cacheKey ? $"{method.KeyType}, {cacheKey.Type}, {method.ValueType}" : keyAndValue;
        writer.Line($"{(method.IsPublic ? "public" : "internal")} sealed partial class {name} : global::DataLoader.BatchLoader<{@base}>");
        writer.Open();

        WriteDefinition(writer, method);
        ConstructorEmitter.Write(writer, method);
        WriteChainableMembers(writer, method, name);
        WriteCacheKey(writer, method);
        BatchEmitter.Write(writer, method, keyAndValue);
        WriteKeyOf(writer, method, keyAndValue);

        writer.Close();
    }

    private static void WriteDefinition(SourceWriter writer, BatchMethod method)
    {
        var settings = new List<string>();
        if (method.MaxBatchSize != int.MaxValue)
            settings.Add("MaxBatchSize = " + method.MaxBatchSize.ToString(CultureInfo.InvariantCulture));
        if (method.MaxConcurrentBatches != int.MaxValue)
            settings.Add("MaxConcurrentBatches = " + method.MaxConcurrentBatches.ToString(CultureInfo.InvariantCulture));
        if (!method.Cache)
            settings.Add("Cache = false");
        if (method.FailsMissingKeys)
            settings.Add("MissingKeys = global::DataLoader.MissingKeys.Fail");

        string definition = $"private static readonly global::DataLoader.BatchLoaderDefinition Definition = new(\"{method.LoaderName}\")";
        if (settings.Count == 0)
        {
            writer.Line(definition + ";");
            return;
        }

        writer.Line(definition);
        writer.Open();
        foreach (string setting in settings)
            writer.Line(setting + ",");
        writer.Close("};");
    }

    private static void WriteChainableMembers(SourceWriter writer, BatchMethod method, string name)
    {
        string key = method.KeyType + " key";
        WriteMember("Clear", key, "key");
        WriteMember("ClearAll", "", "");
        WriteMember("Prime", $"{key}, {method.ValueType} value", "key, value");
        WriteMember("Prime", $"{key}, global::System.Threading.Tasks.Task<{method.ValueType}> value", "key, value");
        WriteMember("PrimeError", $"{key}, global::System.Exception error", "key, error");

        void WriteMember(string member, string parameters, string arguments)
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public new {name} {member}({parameters}) => ({name})base.{member}({arguments});");
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

    private static void WriteKeyOf(SourceWriter writer, BatchMethod method, string keyAndValue)
    {
        if (method.KeyOf is not { } expression)
            return;
        writer.Line();
        writer.Line($"private readonly struct KeyOf : global::DataLoader.IKeyOf<{keyAndValue}>");
        writer.Open();
        writer.Line($"public {method.KeyType} Of({method.ValueType} value) => {expression};");
        writer.Close();
    }
}
