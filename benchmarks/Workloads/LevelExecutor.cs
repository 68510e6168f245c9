namespace DataLoader.Workloads;

/// <summary>
/// An executor in miniature, in the shape of GraphQL.NET's parallel strategy: a queue of nodes, a level is started whole and awaited whole, and
/// then come the nodes below it.
/// </summary>
public static class LevelExecutor
{
    /// <summary>Executes nodes and everything below them.</summary>
    public static async Task RunAsync(IEnumerable<Node> nodes)
    {
        var ready = new Queue<Node>(nodes);
        var running = new List<Node>();
        var tasks = new List<Task>();
        while (ready.Count > 0)
        {
            while (ready.TryDequeue(out Node? node))
            {
                Task task = node.ExecuteAsync();
                if (task.IsCompletedSuccessfully)
                {
                    AddAll(ready, node.Children());
                    continue;
                }

                running.Add(node);
                tasks.Add(task);
            }

            await Task.WhenAll(tasks).ConfigureAwait(false);
            foreach (Node node in running)
                AddAll(ready, node.Children());
            running.Clear();
            tasks.Clear();
        }
    }

    private static void AddAll(Queue<Node> ready, IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes)
            ready.Enqueue(node);
    }
}
