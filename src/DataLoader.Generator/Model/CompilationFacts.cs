namespace DataLoader.Generator.Model;

/// <summary>The facts that the output needs of the project as a whole.</summary>
internal sealed record CompilationFacts(bool HasServiceCollection, bool IsDefaultNameTaken, bool IsLanguageTooOld);
