using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace SamlSp.AspNetCore;

/// <summary>
/// A Blazor Server circuit. It survives the end of its connection, with its state and its user. So the user becomes anonymous, the page is
/// loaded again, as a request that has no session, and half a second later the connection is closed.
/// </summary>
internal sealed class OpenCircuit(AuthenticationStateProvider provider, NavigationManager navigation) : OpenConnection
{
    private const int SweepsForReload = 2;
    private static readonly Task<AuthenticationState> Anonymous = Task.FromResult(new AuthenticationState(new(new ClaimsIdentity())));

    private volatile HubCallerContext? _caller;

    /// <summary>The circuit has another connection. After the end, that is closed at once.</summary>
    /// <param name="caller">The connection.</param>
    /// <param name="hasEnded">Whether the session is over.</param>
    public void Connect(HubCallerContext? caller, bool hasEnded)
    {
        _caller = caller;
        if (hasEnded)
        {
            caller?.Abort();
        }
    }

    /// <inheritdoc />
    internal override bool TryCut(int sweeps)
    {
        if (sweeps < SweepsForReload)
        {
            return false;
        }

        _caller?.Abort();
        return true;
    }

    /// <inheritdoc />
    protected override void OnEnded()
    {
        if (provider is IHostEnvironmentAuthenticationStateProvider host)
        {
            host.SetAuthenticationState(Anonymous);
        }

        navigation.Refresh(forceReload: true);
    }
}
