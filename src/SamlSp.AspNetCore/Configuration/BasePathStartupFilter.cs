using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Where <see cref="SamlSpOptions.BaseUrl"/> has a path, the application lies below it: the path becomes <see cref="HttpRequest.PathBase"/>
/// of every request, whether the proxy passes it on or has taken it off.
/// </summary>
internal sealed class BasePathStartupFilter(SamlSpSchemes schemes) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            if (schemes.Default.Options.Address.Path is { Length: > 0 } path)
            {
                app.Use(
                    (context, following) =>
                    {
                        SetPathBase(context.Request, path);
                        return following(context);
                    }
                );
            }

            next(app);
        };

    private static void SetPathBase(HttpRequest request, PathString path)
    {
        if (request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase, out var rest))
        {
            (request.PathBase, request.Path) = (request.PathBase + path, rest);
        }
        else if (!request.PathBase.HasValue)
        {
            request.PathBase = path;
        }
    }
}
