using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ShopGraphQL.Data;

/// <summary>Counts the statements that go to the database, for each operation by itself.</summary>
/// <remarks>A batch runs in the context of the load that opened it: so a count that flows with the context sees the batches of its own operation alone.</remarks>
public sealed class StatementCounter : DbCommandInterceptor
{
    private readonly AsyncLocal<Count?> _current = new();

    /// <summary>Counts what the calling method and what it calls send, from now on.</summary>
    public Count Start() => _current.Value = new Count();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _current.Value?.Add();
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        _current.Value?.Add();
        return new(result);
    }

    /// <summary>How many statements there were.</summary>
    public sealed class Count
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        internal void Add() => Interlocked.Increment(ref _value);
    }
}
