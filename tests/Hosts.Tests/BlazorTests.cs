using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Hosts.Tests;

/// <summary>A Blazor component under its renderer, whose context runs one thing at a time.</summary>
public sealed class BlazorTests
{
    [Fact]
    public async Task Blazor_event()
    {
        await using var context = new BunitContext();
        context.Services.AddShop();
        await Questions.EachTakesAsync(Questions.Ideal, context.Services.GetRequiredService<Backend>(), async () =>
        {
            IRenderedComponent<ItemList> list = context.Render<ItemList>(parameters => parameters.Add(it => it.Ids, Questions.Ids));
            await list.Find("button").ClickAsync(new MouseEventArgs());
            return [.. list.FindAll("li").Select(item => item.TextContent)];
        });
    }
}
