using System.Collections.Generic;

namespace DataLoader.Generator.Declarations;

/// <summary>A file with annotated methods. Equal ones give equal loaders.</summary>
internal sealed class AnnotatedFile(ProjectDeclarations project, int index, FileDeclarations declarations)
{
    private readonly ContentHash _signatures = declarations.Signatures;
    private readonly bool _refersToOthers = declarations.RefersToOthers;

    /// <summary>The newest project in which the file is the same.</summary>
    public ProjectDeclarations Project { get; private set; } = project;

    /// <summary>Which file of the compilation it is.</summary>
    public int Index { get; } = index;

    /// <summary>As <see cref="ProjectDeclarations.Comparer"/>: the older one, which the pipeline keeps, follows the newer one.</summary>
    public sealed class Comparer : IEqualityComparer<AnnotatedFile>
    {
        public static readonly Comparer Instance = new();

        public bool Equals(AnnotatedFile? older, AnnotatedFile? newer)
        {
            if (older is null || newer is null
                || older.Index != newer.Index
                || older._signatures != newer._signatures
                || !older.Project.HasShapeOf(newer.Project)
                || (newer._refersToOthers && !older.Project.HasSignaturesOf(newer.Project)))
                return false;
            older.Project = newer.Project;
            return true;
        }

        public int GetHashCode(AnnotatedFile file) => file._signatures.GetHashCode();
    }
}
