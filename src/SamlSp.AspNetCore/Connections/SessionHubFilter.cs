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
        // (1) The guard of the request waits for the hub, or for the handler of the circuit, to close the connection.
        var caller = context.Context;
        var request = caller.GetHttpContext() is { } http ? OpenRequest.Find(http.Features) : null;
        request?.HandOver();
        if (
            IsOfCircuits(context.Hub)
            || await PrincipalSession.FindAsync(caller.User, sessions, clock, caller.ConnectionAborted) is not { } found
        )
        {
            await next(context);
            return;
        }

        if (found.Session is null)
        {
            caller.Abort();
            return;
        }

        // (2) The connection is open from here on.
        var hub = new OpenHub(caller, request, clock);
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
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (Find(invocationContext.Context) is { } hub && hub.HasEnded(clock.GetUtcNow()))
        {
            throw new HubException("The session has ended.");
        }

        return IsOfCircuits(invocationContext.Hub) && ConnectsCircuit(invocationContext.HubMethodName)
            ? CircuitConnection.CallAsync(invocationContext, next)
            : next(invocationContext);
    }

    /// <inheritdoc />
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (Find(context.Context) is { } hub)
        {
            OpenConnections.Remove(hub);
        }

        return next(context, exception);
    }

    private static bool IsOfCircuits(Hub hub) => hub.GetType().Assembly == typeof(CircuitHandler).Assembly;

    /// <summary>StartCircuit, ConnectCircuit, ResumeCircuit; or the first components of a page, with which its circuit opens.</summary>
    private static bool ConnectsCircuit(string method) =>
        method.EndsWith("Circuit", StringComparison.Ordinal) || method == "UpdateRootComponents";

    private static OpenHub? Find(HubCallerContext caller) => caller.Items.TryGetValue(Key, out var hub) ? (OpenHub)hub! : null;
}
