using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataLoader.Docs.Tests;

/// <summary>
/// Makes a file out of blocks that a page shows in the order of reading: using directives first, then statements, then types; methods that stand
/// alone get a class around them.
/// </summary>
internal static class BlockProgram
{
    public static string From(IEnumerable<string> blocks)
    {
        var usings = new StringBuilder();
        var statements = new StringBuilder();
        var methods = new StringBuilder();
        var types = new StringBuilder();
        foreach (string block in blocks)
        {
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(block);
            if (unit.Members.Any(member => member is FileScopedNamespaceDeclarationSyntax))
                return string.Concat(blocks);

            usings.Append(unit.Usings.ToFullString());
            types.Append(unit.AttributeLists.ToFullString());
            foreach (MemberDeclarationSyntax member in unit.Members)
            {
                StringBuilder place = member switch
                {
                    GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } when IsMethod(function) => methods,
                    GlobalStatementSyntax => statements,
                    _ => types,
                };
                place.Append(member.ToFullString());
            }

            // Comments after the last member, and whatever else the parser could not place.
            statements.Append(unit.EndOfFileToken.LeadingTrivia.ToFullString());
        }

        if (methods.Length > 0)
            methods.Insert(0, "internal partial class Queries\n{\n").Append("}\n");
        return $"{usings}{statements}{methods}{types}";
    }

    private static bool IsMethod(LocalFunctionStatementSyntax function)
        => function.AttributeLists.Count > 0
            || function.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PrivateKeyword);
}
