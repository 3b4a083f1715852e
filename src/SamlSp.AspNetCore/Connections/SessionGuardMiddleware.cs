using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Ties each request to its session while it is open.</summary>
internal sealed class SessionGuardMiddleware(RequestDelegate next, OpenConnections open)
{
    private bool _isPlaced;

    /// <summary>Passes a request on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!_isPlaced)
        {
            // What a start could not know, as in a branch of the pipeline.
            _isPlaced = context.Features.Get<IAuthenticationFeature>() is not null
                ? true
                : throw new SamlSpConfigurationException([SessionGuardPlacement.Misplaced]);
        }

        var request = new OpenRequest(open, context.Features);
        try
        {
            await next(context);
        }
        finally
        {
            await request.CompleteAsync();
        }
    }
}
