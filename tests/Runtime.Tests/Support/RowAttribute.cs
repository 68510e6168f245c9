namespace DataLoader.Tests;

/// <summary>Names a contract row that a test proves, where the test's own name begins with another one.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RowAttribute(string id) : Attribute
{
    public string Id { get; } = id;
}
