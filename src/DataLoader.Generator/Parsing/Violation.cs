using System.Collections.Immutable;

namespace DataLoader.Generator.Parsing;

/// <summary>The part of a batch method's declaration that a violation is about, and that an editor underlines.</summary>
internal enum ViolationTarget
{
    MethodName,
    ReturnType,

    /// <summary>The parameter with the violation's <see cref="Violation.Parameter"/> index.</summary>
    Parameter,

    /// <summary>The <c>[BatchLoader]</c> argument named by <see cref="Violation.Property"/>; the whole attribute if it has none of that name.</summary>
    AttributeArgument,
}

/// <summary>A rule that a batch method breaks.</summary>
internal sealed class Violation
{
    public required string RuleId { get; init; }

    public required ViolationTarget Target { get; init; }

    /// <summary>The index of the parameter, for <see cref="ViolationTarget.Parameter"/>.</summary>
    public int Parameter { get; init; } = -1;

    /// <summary>The attribute's property (<c>Name</c> for the constructor argument), for <see cref="ViolationTarget.AttributeArgument"/>.</summary>
    public string? Property { get; init; }

    /// <summary>What the message of the rule is filled with: always the method's name first, then a sentence part saying what is wrong.</summary>
    public required ImmutableArray<string> Arguments { get; init; }
}
