using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.AspNetCore;

/// <summary>The endpoints of the timeline. Nothing of them is stored, framed, or may load anything from elsewhere.</summary>
internal static class TimelinePages
{
    private const string Policy
        = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string Html = Resource("timeline.html");
    private static readonly string Css = Resource("timeline.css");
    private static readonly string Js = Resource("timeline.js");

    // With and without a slash at its end the page finds its script and its styles.
    public static Task PageAsync(HttpContext context)
    {
        string here = (context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/');
        return WriteAsync(context, "text/html; charset=utf-8", Html.Replace("{here}", HtmlEncoder.Default.Encode(here), StringComparison.Ordinal));
    }

    public static Task StylesAsync(HttpContext context) => WriteAsync(context, "text/css; charset=utf-8", Css);

    public static Task ScriptAsync(HttpContext context) => WriteAsync(context, "text/javascript; charset=utf-8", Js);

    public static Task ListAsync(HttpContext context)
    {
        TimelineEntry[] entries = Timeline(context).Ring.Newest;
        return WriteJsonAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (TimelineEntry entry in entries)
                TimelineJson.WriteSummary(writer, entry);
            writer.WriteEndArray();
        });
    }

    public static Task EntryAsync(HttpContext context)
    {
        long id = long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture); // The route takes numbers alone.
        if (Timeline(context).Ring.Find(id) is { } entry)
            return WriteJsonAsync(context, writer => TimelineJson.Write(writer, entry));
        Protect(context.Response);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static LoaderTimeline Timeline(HttpContext context) => context.RequestServices.GetRequiredService<LoaderTimeline>();

    private static async Task WriteJsonAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        Protect(context.Response);
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        write(writer);
        await writer.FlushAsync(context.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, string type, string text)
    {
        Protect(context.Response);
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private static string Resource(string name)
    {
        // The project file embeds it.
        using var reader = new StreamReader(typeof(TimelinePages).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
