using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DataLoader;

namespace CSharp12
{
    public static class Program
    {
        public static async Task Main()
        {
            var users = new UserByIdLoader("user");
            string[] names = await Task.WhenAll(users.LoadAsync(1), users.LoadAsync(2));
            Console.WriteLine($"C# 12: {string.Join(", ", names)}");
        }
    }

    public static class UserQueries
    {
        [BatchLoader]
        public static async Task<List<string>> BatchUserById(int[] ids, string prefix, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return ids.Select(id => $"{prefix} {id}").ToList();
        }
    }
}
