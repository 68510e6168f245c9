// The few types of Hot Chocolate 16 that the recipe names, in its shape. Its packages are no part of these tests.
#pragma warning disable IDE0060 // what the recipe passes on is not used here
#pragma warning disable CA1822 // members of instances, as they are there
using HotChocolate;
using HotChocolate.Execution.Instrumentation;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate
{
    public enum DependencyInjectionScope
    {
        Resolver,
        Request,
    }

    public interface IRequestExecutorBuilder
    {
        IServiceCollection Services { get; }
    }

    public sealed class SchemaOptions
    {
        public DependencyInjectionScope DefaultQueryDependencyInjectionScope { get; set; }
    }
}

namespace HotChocolate.Execution
{
    public delegate ValueTask RequestDelegate(RequestContext context);

    public abstract class RequestContext
    {
        public abstract IServiceProvider RequestServices { get; }

        public abstract CancellationToken RequestAborted { get; }
    }

    public static class WellKnownRequestMiddleware
    {
        public const string OperationExecutionMiddleware = "OperationExecution";
    }
}

namespace HotChocolate.Execution.Instrumentation
{
    public class ExecutionDiagnosticEventListener
    {
        public virtual void StartProcessing(RequestContext context)
        {
        }

        public virtual void StopProcessing(RequestContext context)
        {
        }
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public static class RequestExecutorBuilderExtensions
    {
        public static IRequestExecutorBuilder ModifyOptions(this IRequestExecutorBuilder builder, Action<SchemaOptions> configure)
        {
            configure(new SchemaOptions());
            return builder;
        }

        public static IRequestExecutorBuilder UseRequest<TMiddleware>(this IRequestExecutorBuilder builder, string? key = null, string? before = null)
            where TMiddleware : class
            => builder;

        public static IRequestExecutorBuilder AddDiagnosticEventListener<T>(this IRequestExecutorBuilder builder)
            where T : ExecutionDiagnosticEventListener
            => builder;
    }
}
