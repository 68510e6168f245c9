namespace ShopGraphQL.Tests.Support;

/// <summary>Questions, and how many statements each takes at best: one for each list and for each loader and level.</summary>
public static class Queries
{
    public const string Shop = "{ customers(first: 10) { id orders { id lines { number product { id supplier { id } reviews { id author { id } } } } } } }";

    public const string Me = "{ me { id bestFriend { id } friends(first: 5) { id bestFriend { id } } } }";

    public const string List = "{ customers(first: 1000) { id orders { id } } }";

    public const string ThousandOrders = "{ orders(first: 1000) { id customer { id } lines { number product { id supplier { id } } } } }";

    /// <summary>What is asked many times.</summary>
    public static TheoryData<string, string, int> Often => new()
    {
        { "parallel", Shop, 7 },
        { "serial", Shop, 7 },
        { "parallel", Me, 4 },
        { "serial", Me, 4 },
    };

    public static TheoryData<string, string, int> All
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (string setting in Settings.Names)
            {
                all.Add(setting, Shop, 7);
                all.Add(setting, Me, 4);
                all.Add(setting, List, 2);
                all.Add(setting, ThousandOrders, 5);
            }

            return all;
        }
    }
}
