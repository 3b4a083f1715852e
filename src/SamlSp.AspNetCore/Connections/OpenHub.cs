using Microsoft.AspNetCore.SignalR;

namespace SamlSp.AspNetCore;

/// <summary>
/// The connection of a SignalR hub. Only <see cref="HubCallerContext.Abort"/> closes it so that the client stays closed: after an aborted
/// request it would connect again at once.
/// </summary>
/// <param name="caller">The connection.</param>
/// <param name="request">The request that carries it; null for long polling, and without the guard.</param>
/// <param name="clock">The time.</param>
internal sealed class OpenHub(HubCallerContext caller, OpenRequest? request, TimeProvider clock) : OpenConnection
{
    /// <inheritdoc />
    internal override bool TryCut(int sweeps)
    {
        caller.Abort();
        return true;
    }

    /// <inheritdoc />
    protected override void OnEnded()
    {
        if (Token is not null && request is not null && Session.IsLive(clock.GetUtcNow()))
        {
            // Only the token has expired. The client comes back by itself, with a new one.
            request.Abort();
            return;
        }

        caller.Abort();
    }
}
