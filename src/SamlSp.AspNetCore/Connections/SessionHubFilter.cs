using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;

namespace SamlSp.AspNetCore;

/// <summary>Closes the connections of all hubs when their sessions end, and calls no method of a hub after that.</summary>
internal sealed class SessionHubFilter(OpenConnections open, ISessionStore sessions, TimeProvider clock) : IHubFilter
{
    private static readonly object Key = new();

    /// <inheritdoc />
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var caller = context.Context;
        if (await PrincipalSession.FindAsync(caller.User, sessions, clock, caller.ConnectionAborted) is not { } found)
        {
            await next(context);
            return;
        }

        // (1) The hub closes the connection, and the guard of its request waits for that.
        var request = caller.GetHttpContext() is { } http ? OpenRequest.Find(http.Features) : null;
        var isCircuit = context.Hub.GetType().Assembly == typeof(CircuitHandler).Assembly;
        var hub = new OpenHub(caller, request, isCircuit, clock);
        request?.HandOver(toHub: true);
        if (found.Session is null)
        {
            caller.Abort();
            return;
        }

        // (2) The connection is open from here on.
        hub.Tie(found.Session, found.Token);
        caller.Items[Key] = hub;
        open.Add(hub);
        try
        {
            await next(context);
        }
        catch
        {
            OpenConnections.Remove(hub);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    ) =>
        Find(invocationContext.Context) is { } hub && hub.HasEnded(clock.GetUtcNow())
            ? throw new HubException("The session has ended.")
            : next(invocationContext);

    /// <inheritdoc />
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (Find(context.Context) is { } hub)
        {
            OpenConnections.Remove(hub);
        }

        return next(context, exception);
    }

    private static OpenHub? Find(HubCallerContext caller) => caller.Items.TryGetValue(Key, out var hub) ? (OpenHub)hub! : null;
}
