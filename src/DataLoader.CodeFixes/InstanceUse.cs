namespace DataLoader.CodeFixes;

/// <summary>What a batch method uses of its instance, and can be given instead: services that were injected, in a primary constructor or a readonly field.</summary>
internal sealed class InstanceUse
{
    private readonly List<(ISymbol Symbol, ParameterSyntax Parameter)> _services = [];

    private InstanceUse()
    {
    }

    /// <summary>The names of the parameters that take the place of the services.</summary>
    public IEnumerable<string> Names => _services.Select(service => service.Parameter.Identifier.ValueText);

    /// <summary>What has another name inside of the method then, by what stands there now.</summary>
    public Dictionary<SyntaxNode, SyntaxNode> Renamed { get; } = [];

    /// <summary>The use of a method; null where it uses its instance in another way.</summary>
    public static InstanceUse? Of(FixSite site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        var use = new InstanceUse();
        foreach (SyntaxNode node in method.DescendantNodes())
        {
            if (node is BaseExpressionSyntax || (node is ThisExpressionSyntax && node.Parent is not MemberAccessExpressionSyntax))
                return null;
            if (node is SimpleNameSyntax name && Whole(name) is { } whole
                && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol is { IsStatic: false } used && IsOfInstance(used, symbol)
                && (IsWritten(whole) || !use.Take(used, whole, method, symbol, site)))
            {
                return null;
            }
        }

        return use;
    }

    /// <summary>The method with the services as parameters, before a token and what may be left out.</summary>
    public MethodDeclarationSyntax AddTo(MethodDeclarationSyntax method)
    {
        SeparatedSyntaxList<ParameterSyntax> parameters = method.ParameterList.Parameters;
        int at = parameters.Count;
        while (at > 1 && (parameters[at - 1].Default is not null || parameters[at - 1].Type?.ToString().EndsWith(nameof(CancellationToken), StringComparison.Ordinal) == true))
            at--;
        foreach ((_, ParameterSyntax parameter) in _services)
            parameters = parameters.Insert(at++, parameter);
        return _services.Count == 0
            ? method
            : method.WithParameterList(method.ParameterList.WithParameters(SyntaxFactory.SeparatedList(
                parameters, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), parameters.Count - 1))));
    }

    /// <summary>The expression that a name stands for on the instance; null for a member of something else.</summary>
    private static ExpressionSyntax? Whole(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression is ThisExpressionSyntax ? access : null,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax => null,
        _ => name,
    };

    private static bool IsOfInstance(ISymbol used, IMethodSymbol method) => used.Kind switch
    {
        SymbolKind.Parameter => used.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor },
        SymbolKind.Field or SymbolKind.Property or SymbolKind.Method or SymbolKind.Event => InheritsFrom(method.ContainingType, used.ContainingType),
        _ => false,
    };

    private static bool InheritsFrom(INamedTypeSymbol type, INamedTypeSymbol? other)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, other))
                return true;
        }

        return false;
    }

    private static bool IsWritten(ExpressionSyntax used) => used.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == used,
        PrefixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.PreIncrementExpression) || unary.IsKind(SyntaxKind.PreDecrementExpression),
        PostfixUnaryExpressionSyntax unary => !unary.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        _ => false,
    };

    private bool Take(ISymbol used, ExpressionSyntax whole, MethodDeclarationSyntax method, IMethodSymbol symbol, FixSite site)
    {
        (string name, ITypeSymbol? type) = used switch
        {
            IParameterSymbol parameter => (parameter.Name, parameter.Type),
            IFieldSymbol { IsReadOnly: true } field when SymbolEqualityComparer.Default.Equals(field.ContainingType, symbol.ContainingType) => (field.Name.TrimStart('_'), field.Type),
            _ => ("", null),
        };
        if (type is null || !SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
            return false;
        if (!_services.Exists(service => SymbolEqualityComparer.Default.Equals(service.Symbol, used)))
        {
            if (Names.Contains(name) || (used is IFieldSymbol && used.Name != name && method.DescendantTokens().Any(token => token.ValueText == name))
                || symbol.Parameters.Any(own => own.Name == name))
                return false;
            _services.Add((used, SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
                .WithType(SyntaxFactory.ParseTypeName(site.Name(type)).WithTrailingTrivia(SyntaxFactory.Space))));
        }

        if (whole.ToString() != name)
            Renamed[whole] = SyntaxFactory.IdentifierName(name).WithTriviaFrom(whole);
        return true;
    }
}
