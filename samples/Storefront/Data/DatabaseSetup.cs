using Microsoft.EntityFrameworkCore;

namespace Storefront.Data;

/// <summary>
/// Creates and fills the database before the first request that needs it. It is tried again with each request until it has worked, so that the
/// application may start before its database does.
/// </summary>
public sealed class DatabaseSetup(IDbContextFactory<StoreDb> databases, ILogger<DatabaseSetup> logger)
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile bool _done;

    public ValueTask EnsureAsync(CancellationToken cancellationToken) => _done ? ValueTask.CompletedTask : new ValueTask(SetUpAsync(cancellationToken));

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_done)
                return;

            await using StoreDb db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Database.EnsureCreatedAsync(cancellationToken);
            if (!await db.Reviews.AnyAsync(cancellationToken))
                await FillAsync(db, cancellationToken);
            _done = true;
        }
        finally
        {
            _one.Release();
        }
    }

    // All or nothing: a start that was interrupted leaves an empty database, and the next one fills it.
    private async Task FillAsync(StoreDb db, CancellationToken cancellationToken)
    {
        logger.LogInformation("Filling the new database, once.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        Product[] products = [.. Catalogue.Products()];
        await BulkInsert.AddAsync(db, Catalogue.Suppliers(), cancellationToken);
        await BulkInsert.AddAsync(db, Catalogue.Customers(), cancellationToken);
        await BulkInsert.AddAsync(db, products, cancellationToken);
        await BulkInsert.AddAsync(db, Catalogue.Orders(), cancellationToken);
        await BulkInsert.AddAsync(db, Catalogue.OrderLines(products), cancellationToken);
        await BulkInsert.AddAsync(db, Catalogue.Reviews(), cancellationToken);

        await transaction.CommitAsync(cancellationToken);
    }
}
