using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Hosts.Tests;

/// <summary>A Blazor component: services, and so loaders, for each event.</summary>
public sealed partial class ItemList(IServiceScopeFactory scopes)
{
    private string[] _items = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<int> Ids { get; set; } = [];

    private async Task ShowAsync()
    {
        await using AsyncServiceScope services = scopes.CreateAsyncScope();
        LoaderScope loaders = services.ServiceProvider.GetRequiredService<LoaderScope>();
        ItemViews views = services.ServiceProvider.GetRequiredService<ItemViews>();
        _items = await loaders.RunAsync(() => views.DescribeAllAsync(Ids));
    }
}
