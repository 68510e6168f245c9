using System.Diagnostics;

namespace Storefront.Telemetry;

/// <summary>The shop's own spans: one for each SQL statement and for each HTTP request that it sends.</summary>
public static class StorefrontTelemetry
{
    public const string SourceName = "Storefront";

    public const string Statement = "sql";
    public const string StatementTag = "db.query.text";
    public const string Http = "http";
    public const string HttpTag = "url.template";

    public static readonly ActivitySource Source = new(SourceName);

    public static Activity? StartStatement(string sql)
        => Source.StartActivity(Statement, ActivityKind.Client)?.SetTag(StatementTag, sql);

    public static Activity? StartHttp(string request)
        => Source.StartActivity(Http, ActivityKind.Client)?.SetTag(HttpTag, request);
}
