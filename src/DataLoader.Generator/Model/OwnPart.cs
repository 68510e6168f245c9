namespace DataLoader.Generator.Model;

/// <summary>What the user has written of a loader, as far as the generated code must know.</summary>
/// <param name="HasBase">Whether it names the base class, so that other generators know what it is.</param>
/// <param name="Interfaces">The interfaces that the registration can name, in their order.</param>
/// <param name="IsObsolete">Whether it says so itself, which the generated part must not repeat.</param>
/// <param name="IsExperimental">The same for <c>[Experimental]</c>.</param>
internal sealed record OwnPart(bool HasBase, EquatableArray<OwnInterface> Interfaces, bool IsObsolete, bool IsExperimental);

/// <summary>An interface that the user gives a loader.</summary>
/// <param name="Type">The interface as code names it.</param>
/// <param name="Identity">The interface as a container tells it from others.</param>
internal sealed record OwnInterface(string Type, string Identity);
