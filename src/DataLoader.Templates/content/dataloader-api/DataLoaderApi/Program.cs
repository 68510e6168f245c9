using DataLoader;
using DataLoaderApi;
using Microsoft.EntityFrameworkCore;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContextFactory<ShopDb>(options => options
    .UseSqlite(builder.Configuration.GetConnectionString("Shop") ?? "Data Source=shop.db")
    .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking));
builder.Services.AddScoped<OrderViews>();
builder.Services.AddBatchLoaders();       // generated: every loader of this project, one set for each request
builder.Services.AddLoaderTimeline();

WebApplication app = builder.Build();
ShopDb.Create(app.Services);

app.UseBatchLoaders();                    // ends a request's loads when its client goes away
app.MapGet("/orders", async (OrderViews views, ShopDb db, CancellationToken cancellationToken)
    => await views.ShowAsync(await db.Orders.OrderBy(order => order.Id).Take(20).ToListAsync(cancellationToken)));
if (app.Environment.IsDevelopment())
    app.MapLoaderTimeline("/loaders");    // which batches were sent, when and why
app.Run();
