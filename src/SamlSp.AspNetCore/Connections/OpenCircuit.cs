using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace SamlSp.AspNetCore;

/// <summary>
/// A Blazor Server circuit. It survives the end of its connection, with its state and its user. So the user becomes anonymous, and the page
/// is loaded again, as a request that has no session.
/// </summary>
internal sealed class OpenCircuit(AuthenticationStateProvider provider, NavigationManager navigation) : OpenConnection
{
    private static readonly Task<AuthenticationState> Anonymous = Task.FromResult(new AuthenticationState(new(new ClaimsIdentity())));

    /// <inheritdoc />
    internal override bool TryCut(int sweeps) => true;

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
