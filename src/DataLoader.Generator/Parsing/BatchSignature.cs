using System.Collections.Generic;
using System.Collections.Immutable;
using DataLoader.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>
/// What the parser found out about one annotated method, in symbols. It lives no longer than one parse or one analysis; what the
/// generator keeps is the text made from it.
/// </summary>
internal sealed class BatchSignature(IMethodSymbol method, AttributeData attribute, Compilation compilation)
{
    private List<Violation>? _violations;

    public IMethodSymbol Method { get; } = method;

    public Compilation Compilation { get; } = compilation;

    /// <summary>The method's <c>[BatchLoader]</c>.</summary>
    public AttributeData Attribute { get; } = attribute;

    public AttributeSettings Settings { get; } = AttributeSettings.Read(attribute);

    /// <summary>Why there is no loader although no rule objects: what the compiler complains about. Null if there is no such thing.</summary>
    public string? BrokenBecause { get; private set; }

    public bool IsBroken => BrokenBecause is not null;

    /// <summary>Whether it is broken beyond what a loader is called with: there is nothing to make a class of.</summary>
    public bool IsHopeless { get; private set; }

    /// <summary>The errors. Warnings come from <see cref="BatchMethodAdvice"/>.</summary>
    public IReadOnlyList<Violation> Violations => _violations ?? (IReadOnlyList<Violation>)[];

    /// <summary>Whether a loader can be generated, apart from a name that somebody else claims too.</summary>
    public bool IsValid => !IsBroken && _violations is null;

    /// <summary>The signature with everything that a loader needs; null if it is not valid.</summary>
    public CheckedSignature? Checked
        => IsValid && KeyType is not null && ValueType is not null && ResultType is not null
            ? new() { KeyType = KeyType, ValueType = ValueType, ResultType = ResultType }
            : null;

    public string LoaderName { get; set; } = "";

    /// <summary>Whether the loader can be public: the least of everything that its face mentions, and of what its other part says.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Whether the loader's class is there already, as this generator writes it. A generator that runs sees that of a copy only.</summary>
    public bool HasGeneratedPart { get; set; }

    /// <summary>The loader's class where the user has written a part of it.</summary>
    public INamedTypeSymbol? OwnPart { get; set; }

    public KeysShape KeysShape { get; set; }

    public ITypeSymbol? KeyType { get; set; }

    public ResultShape ResultShape { get; set; }

    /// <summary>What comes back for one key; for a lookup, one element of it.</summary>
    public ITypeSymbol? ValueType { get; set; }

    /// <summary>The type that the batch method's task, or the stream, carries.</summary>
    public ITypeSymbol? ResultType { get; set; }

    /// <summary>The key that a dictionary, lookup or stream gives its values by.</summary>
    public ITypeSymbol? ResultKey { get; set; }

    public bool IsValueTask { get; set; }

    /// <summary>One role for each parameter.</summary>
    public EquatableArray<ParameterRole> Roles { get; set; }

    /// <summary>The method named by <c>CacheKey</c>.</summary>
    public IMethodSymbol? CacheKey { get; set; }

    /// <summary>The static property or field named by <c>KeyComparer</c>.</summary>
    public ISymbol? KeyComparer { get; set; }

    /// <summary>The property, field or static method named by <c>KeyOf</c>.</summary>
    public ISymbol? KeyOf { get; set; }

    /// <summary>The loader's name with its namespace.</summary>
    public string FullName
        => Method.ContainingNamespace is { IsGlobalNamespace: false } @namespace ? @namespace.ToDisplayString() + "." + LoaderName : LoaderName;

    /// <summary>Gives up on a declaration that does not compile. The first reason stays.</summary>
    public void Break(string reason)
    {
        BrokenBecause ??= reason;
        IsHopeless = true;
    }

    /// <summary>Gives up because of a type that does not exist, or cannot stand where it does.</summary>
    public void Break(ITypeSymbol type) => Break(TypeUses.WhyBroken(type));

    /// <summary>Gives up because of a service whose type does not exist, or cannot stand where it does.</summary>
    public void BreakService(ITypeSymbol type) => BrokenBecause ??= TypeUses.WhyBroken(type);

    /// <summary>Whether a type is that of the keys to the compiler, whatever nullability, tuple names or dynamic say.</summary>
    public bool IsKey(ITypeSymbol type) => KeyType is not null && IsSame(type, KeyType);

    public bool IsSame(ITypeSymbol one, ITypeSymbol other)
        => SymbolEqualityComparer.Default.Equals(one, other) || Compilation.ClassifyCommonConversion(one, other).IsIdentity;

    /// <summary>What messages call the method.</summary>
    public string MethodName => Method.Name.Length > 0 ? Method.Name : "(lambda)";

    public void Report(string ruleId, ViolationTarget target, string reason)
        => Add(new() { RuleId = ruleId, Target = target, Arguments = ImmutableArray.Create(MethodName, reason) });

    public void Report(string ruleId, int parameter, string reason)
        => Add(new() { RuleId = ruleId, Target = ViolationTarget.Parameter, Parameter = parameter, Arguments = ImmutableArray.Create(Method.Name, reason) });

    public void Report(string ruleId, string property, string reason)
        => Add(new() { RuleId = ruleId, Target = ViolationTarget.AttributeArgument, Property = property, Arguments = ImmutableArray.Create(Method.Name, reason) });

    private void Add(Violation violation) => (_violations ??= []).Add(violation);
}

/// <summary>The types of a signature that no rule objects to.</summary>
internal readonly record struct CheckedSignature
{
    public required ITypeSymbol KeyType { get; init; }

    public required ITypeSymbol ValueType { get; init; }

    public required ITypeSymbol ResultType { get; init; }
}
