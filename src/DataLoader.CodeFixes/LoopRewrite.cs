using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.CodeFixes;

/// <summary>A <c>foreach</c> with a load in it, rewritten to one that runs over elements and loaded values.</summary>
internal sealed class LoopRewrite
{
    private readonly FixSite _site;
    private readonly ForEachStatementSyntax _loop;
    private readonly InvocationExpressionSyntax _call;
    private readonly AwaitExpressionSyntax _await;
    private readonly bool _isLoad;

    private LoopRewrite(FixSite site, ForEachStatementSyntax loop, InvocationExpressionSyntax call, AwaitExpressionSyntax await, bool isLoad)
    {
        _site = site;
        _loop = loop;
        _call = call;
        _await = await;
        _isLoad = isLoad;
    }

    public string Title => _isLoad ? "Load all keys before the loop with LoadManyAsync" : "Start all loads before the loop with Task.WhenAll";

    public static LoopRewrite? Of(InvocationExpressionSyntax call, FixSite site)
    {
        SemanticModel model = site.Model;
        if (LoaderTypes.From(model.Compilation) is not { } types
            || model.GetOperation(call, site.CancellationToken) is not IInvocationOperation operation
            || call.Expression is not (MemberAccessExpressionSyntax or IdentifierNameSyntax)
            || AwaitOf(call) is not { } await
            || await.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || LoopOf(statement) is not { AwaitKeyword.RawKind: 0, ContainsDirectives: false } loop
            || loop.Expression.Span.Contains(call.Span)
            || !await.Ancestors().TakeWhile(node => node != statement).All(IsUnconditional)
            || model.GetForEachStatementInfo(loop) is not { ElementConversion.IsIdentity: true }
            || model.GetDeclaredSymbol(loop, site.CancellationToken) is not { } element)
        {
            return null;
        }

        var functions = new LoadingFunctions(model.Compilation, types);
        bool isLoad = types.IsLoad(operation.TargetMethod) && !types.IsOptionalLoad(operation.TargetMethod);
        if (isLoad ? operation.TargetMethod.Name != "LoadAsync" : !functions.IsPlainLoad(operation, site.CancellationToken))
            return null;
        var order = new LoopOrder(loop, call, model, functions, site.CancellationToken);
        return KeyIsOf(element, call, model, isLoad) && order.CanLoadBefore(statement) ? new(site, loop, call, await, isLoad) : null;
    }

    public SyntaxNode Apply(SyntaxNode root)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        string element = _loop.Identifier.Text;
        string source = _loop.Expression.WithoutTrivia().ToString();
        StatementSyntax? snapshot = null;
        if (!IsAtHand(_loop.Expression))
        {
            string items = SyntaxEdits.FreeName(_site.Model, _loop, "items", taken);
            snapshot = SyntaxFactory.ParseStatement($"var {items} = {Linq("ToList", source)};");
            source = items;
        }

        // var user = await users.LoadAsync(…); gives its name to the loop, unless the variable is changed later.
        var declaration = _await.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>();
        bool takesName = declaration is { Parent: BlockSyntax, Declaration: { Type.IsVar: true, Variables: [{ Initializer.Value: { } value } only] } } && value == _await
            && !IsWritten(only);
        string loaded = takesName
            ? declaration!.Declaration.Variables[0].Identifier.Text
            : SyntaxEdits.FreeName(_site.Model, _loop, "loaded", taken);

        StatementSyntax body = takesName
            ? _loop.Statement.RemoveNode(declaration!, SyntaxEdits.HasComment(declaration!) ? SyntaxRemoveOptions.KeepExteriorTrivia : SyntaxRemoveOptions.KeepNoTrivia)!
            : _loop.Statement.ReplaceNode(Replaced(), SyntaxFactory.IdentifierName(loaded).WithTriviaFrom(Replaced()));
        string values = _isLoad ? $"await {Receiver()}LoadManyAsync({Keys(source, element)}{Rest()}){Configured()}"
            : $"await {_site.Name("System.Threading.Tasks", "Task")}.WhenAll({Linq("Select", source, $"{element} => {_call.WithoutTrivia()}")}){Configured()}";
        ForEachVariableStatementSyntax loop = SyntaxFactory.ForEachVariableStatement(
            default,
            _loop.ForEachKeyword,
            _loop.OpenParenToken,
            Variables(element, loaded),
            _loop.InKeyword,
            SyntaxFactory.ParseExpression(Linq("Zip", source, values)),
            _loop.CloseParenToken,
            body);

        SyntaxTrivia lineEnd = SyntaxEdits.LineEndOf(root);
        SyntaxTriviaList indent = SyntaxEdits.IndentOf(_loop);
        SyntaxTriviaList leading = _loop.GetLeadingTrivia().AddRange(SyntaxEdits.Lines(CommentsOfMovedParts(), lineEnd, indent));
        if (snapshot is null)
            return root.ReplaceNode(_loop, loop.WithLeadingTrivia(leading));
        snapshot = snapshot.WithLeadingTrivia(leading).WithTrailingTrivia(lineEnd);
        loop = loop.WithLeadingTrivia(indent);
        if (_loop.Parent is BlockSyntax)
            return root.ReplaceNode(_loop, [snapshot, loop]);
        SyntaxTriviaList outer = SyntaxEdits.IndentOf((StatementSyntax)_loop.Ancestors().First(node => node is StatementSyntax));
        return root.ReplaceNode(_loop, SyntaxFactory.Block(
            SyntaxFactory.Token(outer, SyntaxKind.OpenBraceToken, SyntaxFactory.TriviaList(lineEnd)),
            SyntaxFactory.List(new[] { snapshot, loop.WithTrailingTrivia(lineEnd) }),
            SyntaxFactory.Token(outer, SyntaxKind.CloseBraceToken, _loop.GetTrailingTrivia())));
    }

    /// <summary>What the loaded value stands for in the body: the await, with the parentheses that it alone needs.</summary>
    private ExpressionSyntax Replaced() => _await.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : _await;

    /// <summary>The comments inside of the load, whose key is read elsewhere now. A call that is moved as it is takes its own along.</summary>
    private IEnumerable<SyntaxTrivia> CommentsOfMovedParts()
        => SyntaxEdits.CommentsWithin(_await).Where(comment => _isLoad || !_call.Span.Contains(comment.Span));

    /// <summary>Only a loop makes the parser read <c>var (a, b)</c> as a declaration.</summary>
    private static ExpressionSyntax Variables(string element, string loaded)
        => ((ForEachVariableStatementSyntax)SyntaxFactory.ParseStatement($"foreach (var ({element}, {loaded}) in x) ;")).Variable;

    /// <summary>The await whose operand is the call, through ConfigureAwait.</summary>
    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax call)
    {
        SyntaxNode? parent = call.Parent;
        if (parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            parent = configured.Parent;
        return parent as AwaitExpressionSyntax;
    }

    /// <summary>The loop whose body a statement directly belongs to.</summary>
    private static ForEachStatementSyntax? LoopOf(StatementSyntax statement)
        => (statement.Parent is BlockSyntax block ? block.Parent : statement.Parent) as ForEachStatementSyntax;

    private static bool IsUnconditional(SyntaxNode node)
        => node is not (ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionSyntax or AnonymousFunctionExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression }
            or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression });

    /// <summary>
    /// Whether the key is the element, or is read from it, and nothing else in the call belongs to the round. What a called function is given may
    /// come from the element everywhere, since the call is moved as it is.
    /// </summary>
    private static bool KeyIsOf(ILocalSymbol element, InvocationExpressionSyntax call, SemanticModel model, bool isLoad)
    {
        bool usesElement = false;
        foreach (SyntaxNode node in call.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression }
                or AnonymousFunctionExpressionSyntax or DeclarationExpressionSyntax or ArgumentSyntax { NameColon: not null })
            {
                return false;
            }

            if (node is not IdentifierNameSyntax name || model.GetSymbolInfo(name).Symbol is not ILocalSymbol local)
                continue;
            bool isElement = SymbolEqualityComparer.Default.Equals(local, element);
            if (isElement && (isLoad ? call.ArgumentList.Arguments[0].Span : call.ArgumentList.Span).Contains(name.Span))
                usesElement = true;
            else if (isElement)
                return false;
            else if (local.DeclaringSyntaxReferences.Any(reference => call.FirstAncestorOrSelf<ForEachStatementSyntax>()!.Span.Contains(reference.Span)))
                return false;
        }

        return usesElement;
    }

    private bool IsWritten(VariableDeclaratorSyntax variable)
        => _site.Model.GetDeclaredSymbol(variable) is not { } symbol
            || _site.Model.AnalyzeDataFlow(_loop.Statement) is not { Succeeded: true }
            || _loop.Statement.DescendantNodes().Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == symbol.Name
                || node is ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax argument } && argument.Identifier.ValueText == symbol.Name
                || node is PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } && operand.Identifier.ValueText == symbol.Name);

    /// <summary>
    /// Whether a source may be run over twice with an await between: an array or a list in a variable. What a property computes, and what others may add
    /// to meanwhile, is copied first: otherwise an element could be paired with another one's value.
    /// </summary>
    private bool IsAtHand(ExpressionSyntax source)
        => source is IdentifierNameSyntax
            && _site.Model.GetSymbolInfo(source).Symbol is ILocalSymbol or IParameterSymbol
            && _site.Model.GetTypeInfo(source).Type is { } type
            && (type is IArrayTypeSymbol || (type.Name is "List" or "ImmutableArray" && type.ContainingNamespace.ToDisplayString().StartsWith("System.Collections.", StringComparison.Ordinal)));

    private string Keys(string source, string element)
    {
        string key = _call.ArgumentList.Arguments[0].Expression.WithoutTrivia().ToString();
        return key == element ? source : Linq("Select", source, $"{element} => {key}");
    }

    private string Receiver() => _call.Expression is MemberAccessExpressionSyntax access ? access.Expression.WithoutTrivia() + "." : "";

    private string Rest() => string.Concat(_call.ArgumentList.Arguments.Skip(1).Select(argument => ", " + argument.WithoutTrivia()));

    private string Configured()
        => _call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax configured } ? ".ConfigureAwait" + configured.ArgumentList : "";

    /// <summary>The extension method where its namespace is in scope, else the static one.</summary>
    private string Linq(string method, string source, string argument = "")
    {
        string type = _site.Name("System.Linq", "Enumerable");
        if (type != "Enumerable")
            return argument.Length == 0 ? $"{type}.{method}({source})" : $"{type}.{method}({source}, {argument})";
        bool isPrimary = SyntaxFactory.ParseExpression(source) is SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax;
        return isPrimary ? $"{source}.{method}({argument})" : $"({source}).{method}({argument})";
    }
}
