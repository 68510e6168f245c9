using System.Reflection;
using Xunit.Sdk;

namespace Storefront.Tests;

/// <summary>Runs a theory on one database: its first argument is the name, the others come from a static property of the test class.</summary>
public abstract class OnDatabaseAttribute(string database) : DataAttribute
{
    /// <summary>The property that holds the cases, or null when there are none.</summary>
    public string? Cases { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
        => Cases is null
            ? [[database]]
            : ((IEnumerable<object[]>)testMethod.DeclaringType!.GetProperty(Cases)!.GetValue(null)!).Select(values => (object[])[database, .. values]);
}

public sealed class OnSqliteAttribute() : OnDatabaseAttribute("sqlite");

/// <summary>Skipped, and shown as skipped with the reason, where PostgreSQL is not installed.</summary>
public sealed class OnPostgresAttribute : OnDatabaseAttribute
{
    public OnPostgresAttribute()
        : base("postgres") => Skip = PostgresServer.FindBinaries() is null ? "NOT RUN: PostgreSQL is not installed here (apt-get install postgresql)." : null;
}
