using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Declarations;

/// <summary>What one file declares, as far as a comparison needs it. Read once for each version of a file, and gone with it.</summary>
internal sealed class FileDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileDeclarations> Known = new();
    private static readonly ConditionalWeakTable<SyntaxTree, FileDeclarations> KnownWithAliases = new();

    private readonly string _aliases;

    public FileDeclarations(string aliases, ContentHash shape, ContentHash signatures, bool refersToOthers, TextSpan[] methods, string[] globalAliases)
    {
        _aliases = aliases;
        Shape = shape;
        Signatures = signatures;
        RefersToOthers = refersToOthers;
        Methods = methods;
        GlobalAliases = globalAliases;
    }

    /// <summary>All that is declared, but for what <see cref="Signatures"/> stands for.</summary>
    public ContentHash Shape { get; }

    /// <summary>The attributes, comments and signatures of the annotated methods, on which nothing outside them depends.</summary>
    public ContentHash Signatures { get; }

    /// <summary>Whether a comment of an annotated method refers to something, which may be another one.</summary>
    public bool RefersToOthers { get; }

    /// <summary>The methods that seem to be annotated.</summary>
    public TextSpan[] Methods { get; }

    /// <summary>The other names that this file gives the attribute in all files.</summary>
    public string[] GlobalAliases { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="aliases">The attribute's other names, from all files; usually there are none.</param>
    /// <param name="cancellationToken">Honoured while the file is parsed.</param>
    public static FileDeclarations Read(SyntaxTree tree, string[] aliases, CancellationToken cancellationToken)
    {
        string key = string.Join(" ", aliases);
        ConditionalWeakTable<SyntaxTree, FileDeclarations> known = aliases.Length == 0 ? Known : KnownWithAliases;
        if (known.TryGetValue(tree, out FileDeclarations? found))
        {
            if (found._aliases == key)
                return found;
            known.Remove(tree);
        }

        // Two threads may read a file at once; both read the same.
        FileDeclarations read = new DeclarationReader(tree, aliases, cancellationToken).Read(key);
        return Keep(known, tree, read);
    }

    // Apart, so that a file that is known costs no closure.
    private static FileDeclarations Keep(ConditionalWeakTable<SyntaxTree, FileDeclarations> known, SyntaxTree tree, FileDeclarations read)
        => known.GetValue(tree, _ => read);
}
