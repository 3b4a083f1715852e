using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>Gives a 404 without a body one: a page for browsers, ProblemDetails (RFC 9457) for others.</summary>
internal static class NotFoundAnswers
{
    /// <summary>Adds the middleware. What has a body already stays as it is.</summary>
    public static void UseNotFoundAnswers(this WebApplication app)
    {
        var schemes = app.Services.GetRequiredService<SamlSpSchemes>();
        app.UseStatusCodePages(context =>
            context.HttpContext.Response.StatusCode == StatusCodes.Status404NotFound
                ? NotFoundPage.WriteAsync(new(context.HttpContext, schemes.Default))
                : Task.CompletedTask
        );
    }
}
