namespace DataLoader.Generator.Model;

/// <summary>What became of a method that seemed to be annotated.</summary>
/// <param name="IsAnnotated">Whether it carries <c>[BatchLoader]</c>, and not another attribute of that name.</param>
/// <param name="Loader">What to print, if the method is valid.</param>
/// <param name="IsCompiledCopy">Whether the project compiles what was printed for it before.</param>
internal readonly record struct ParsedMethod(bool IsAnnotated, BatchMethod? Loader, bool IsCompiledCopy);
