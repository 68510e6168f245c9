using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DataLoader.Generator.Parsing;

/// <summary>Gives the services of a loader names that meet neither each other nor what the generated part needs for itself.</summary>
internal sealed class ServiceNames(ImmutableArray<IParameterSymbol> given)
{
    private const string SharedParameter = "shared";

    private readonly HashSet<string> _parameters = ["scope", "options", "Definition"];
    private readonly HashSet<string> _fields = [];
    private readonly HashSet<string> _locals = [];

    /// <summary>Names that do not meet those of the shared batches either.</summary>
    public static ServiceNames BesideShared(ImmutableArray<IParameterSymbol> given)
    {
        var names = new ServiceNames(given);
        names._parameters.Add(SharedParameter);
        names._fields.Add("_" + SharedParameter);
        return names;
    }

    public string Parameter(string name) => Take(name, _parameters);

    public string Field(string name) => Take("_" + name, _fields);

    public string Local(string name) => Take("service" + char.ToUpperInvariant(name[0]) + name.Substring(1), _locals);

    private string Take(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            // The user's own names stay: a name that is made up gives way.
            do
                name += "Service";
            while (IsGiven(name));
        }

        return name;
    }

    private bool IsGiven(string name)
    {
        foreach (IParameterSymbol parameter in given)
        {
            if (parameter.Name == name)
                return true;
        }

        return false;
    }
}
