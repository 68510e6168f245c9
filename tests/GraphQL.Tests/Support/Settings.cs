using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;

namespace ShopGraphQL.Tests.Support;

/// <summary>How an executor may be set up, by name.</summary>
public static class Settings
{
    public static IReadOnlyList<string> Names { get; } = ["parallel", "parallel, at most 1", "parallel, at most 4", "serial"];

    public static TheoryData<string> All => [.. Names];

    public static void Apply(string name, IServiceCollection services)
    {
        if (name == "serial")
            services.AddSingleton(new ExecutionStrategyRegistration(SerialExecutionStrategy.Instance, OperationType.Query));
        else if (name.Split("at most ") is [_, var most])
            services.AddSingleton<IConfigureExecution>(new AtMost(int.Parse(most)));
    }

    private sealed class AtMost(int count) : IConfigureExecution
    {
        public float SortOrder => 0;

        public Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
        {
            options.MaxParallelExecutionCount = count;
            return next(options);
        }
    }
}
