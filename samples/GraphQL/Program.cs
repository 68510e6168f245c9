using Microsoft.EntityFrameworkCore;
using ShopGraphQL;
using ShopGraphQL.Api;
using ShopGraphQL.Data;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddShop();

WebApplication app = builder.Build();
await Database.SetUpAsync(app.Services.GetRequiredService<IDbContextFactory<ShopDb>>());
app.MapShop();
app.Run();

/// <summary>The application, for its tests.</summary>
public partial class Program;
