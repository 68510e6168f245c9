using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Model;

/// <summary>A parameter of an endpoint's lambda, by the simple name of its type. It remembers a place and no tree.</summary>
internal sealed record EndpointParameter(string TypeName, string Path, TextSpan Span, LinePositionSpan Lines)
{
    public Location Location => Location.Create(Path, Span, Lines);
}
