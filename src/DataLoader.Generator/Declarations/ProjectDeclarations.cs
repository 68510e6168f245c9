using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Declarations;

/// <summary>
/// What a whole project declares. Equal ones give equal loaders, so that code typed into a body, in whatever file, makes nothing be bound
/// again. It leads to the compilation without keeping it.
/// </summary>
internal sealed class ProjectDeclarations
{
    private readonly ContentHash _shape;
    private readonly ContentHash _signatures;
    private readonly string[] _aliases;
    private WeakReference<Compilation> _compilation;

    /// <summary>Reads a project, of which only the files that have changed are looked at.</summary>
    /// <param name="compilation">The project.</param>
    /// <param name="cancellationToken">Honoured between files.</param>
    public ProjectDeclarations(Compilation compilation, CancellationToken cancellationToken)
    {
        var shape = new ContentHasher();
        shape.Add(compilation.AssemblyName ?? "");
        shape.Add(Identity.Number(compilation.Options));
        foreach (MetadataReference reference in compilation.ExternalReferences)
            shape.Add(Identity.Number(reference));

        var signatures = new ContentHasher();
        _aliases = FindAliases(compilation, cancellationToken);
        var files = ImmutableArray.CreateBuilder<AnnotatedFile>();
        int index = 0;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            FileDeclarations file = FileDeclarations.Read(tree, _aliases, cancellationToken);
            shape.Add(file.Shape);
            signatures.Add(file.Signatures);
            if (file.Methods.Length > 0)
                files.Add(new(this, index, file));
            index++;
        }

        _compilation = new(compilation);
        _shape = shape.Result;
        _signatures = signatures.Result;
        Files = files.ToImmutable();
    }

    /// <summary>The files with annotated methods, in the compilation's order.</summary>
    public ImmutableArray<AnnotatedFile> Files { get; }

    /// <summary>The newest compilation that declares this, which is the one that the generator runs for.</summary>
    public Compilation Compilation
        => Volatile.Read(ref _compilation).TryGetTarget(out Compilation? compilation)
            ? compilation
            : throw new InvalidOperationException("The compilation was collected while a generator ran for it.");

    /// <summary>Where the annotated methods of a file are in that compilation.</summary>
    public TextSpan[] MethodsIn(SyntaxTree tree, CancellationToken cancellationToken) => FileDeclarations.Read(tree, _aliases, cancellationToken).Methods;

    /// <summary>Whether everything but the signatures of annotated methods is the same.</summary>
    public bool HasShapeOf(ProjectDeclarations other) => _shape == other._shape;

    public bool HasSignaturesOf(ProjectDeclarations other) => _signatures == other._signatures;

    private static string[] FindAliases(Compilation compilation, CancellationToken cancellationToken)
    {
        SortedSet<string>? aliases = null;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            foreach (string alias in FileDeclarations.Read(tree, [], cancellationToken).GlobalAliases)
                (aliases ??= new(StringComparer.Ordinal)).Add(alias);
        }

        return aliases is null ? [] : [.. aliases];
    }

    /// <summary>
    /// The pipeline keeps the older of two equal values, whose compilation is gone. So the older learns where to look from now on: a step
    /// after it that has nothing to reuse must be able to run.
    /// </summary>
    public sealed class Comparer : IEqualityComparer<ProjectDeclarations>
    {
        public static readonly Comparer Instance = new();

        public bool Equals(ProjectDeclarations? older, ProjectDeclarations? newer)
        {
            if (older is null || newer is null || !older.HasShapeOf(newer) || !older.HasSignaturesOf(newer))
                return false;
            Volatile.Write(ref older._compilation, Volatile.Read(ref newer._compilation));
            return true;
        }

        public int GetHashCode(ProjectDeclarations project) => project._shape.GetHashCode();
    }
}
