using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>Ties a Blazor Server circuit to the session of its user.</summary>
/// <remarks>The services of circuits are looked up when there is a circuit: an application without Blazor has none.</remarks>
internal sealed class SessionCircuitHandler(IServiceProvider services, OpenConnections open, ISessionStore sessions, TimeProvider clock)
    : CircuitHandler
{
    private OpenCircuit? _circuit;

    /// <inheritdoc />
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (services.GetService<AuthenticationStateProvider>() is not { } provider)
        {
            return;
        }

        var user = (await provider.GetAuthenticationStateAsync()).User;
        if (await PrincipalSession.FindAsync(user, sessions, clock, cancellationToken) is not { } found)
        {
            return;
        }

        _circuit = new(provider, services.GetRequiredService<NavigationManager>());
        if (found.Session is null)
        {
            _circuit.End();
            return;
        }

        _circuit.Tie(found.Session, found.Token);
        open.Add(_circuit);
    }

    /// <summary>
    /// A client that comes back to a circuit whose session has ended is sent away. The exception is for the framework, which ends the
    /// circuit.
    /// </summary>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _circuit?.Connect(CircuitConnection.Current, HasEnded);
        return HasEnded ? throw new InvalidOperationException("The session of the circuit has ended.") : Task.CompletedTask;
    }

    /// <summary>No event of the browser reaches the circuit after the end.</summary>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) => context => HasEnded ? Task.CompletedTask : next(context);

    /// <inheritdoc />
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_circuit is not null)
        {
            OpenConnections.Remove(_circuit);
        }

        return Task.CompletedTask;
    }

    private bool HasEnded => _circuit?.HasEnded(clock.GetUtcNow()) == true;
}
