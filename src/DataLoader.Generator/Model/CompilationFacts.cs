namespace DataLoader.Generator.Model;

/// <summary>The facts that the output needs of the project as a whole.</summary>
/// <param name="HasServiceCollection">Whether a container is referenced.</param>
/// <param name="AssemblyPrefix">What the registration's class begins with, so that no other assembly has one of its name.</param>
/// <param name="IsDefaultNameTaken">Whether the project has such a class already.</param>
/// <param name="SeesOther">Whether the internal registration of another assembly is visible.</param>
/// <param name="IsLanguageTooOld">Whether generated code would not compile.</param>
internal sealed record CompilationFacts(bool HasServiceCollection, string AssemblyPrefix, bool IsDefaultNameTaken, bool SeesOther, bool IsLanguageTooOld);
