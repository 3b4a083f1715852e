using Microsoft.AspNetCore.SignalR;

namespace SamlSp.AspNetCore;

/// <summary>
/// Tells the handler of a circuit which connection opens the circuit, or takes it over. The framework does not, and a circuit lives longer
/// than a connection.
/// </summary>
internal static class CircuitConnection
{
    private static readonly AsyncLocal<HubCallerContext?> Local = new();

    /// <summary>The connection whose call is being answered; null outside such a call.</summary>
    public static HubCallerContext? Current => Local.Value;

    /// <summary>Answers a call of a connection.</summary>
    public static ValueTask<object?> CallAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Local.Value = invocation.Context;
        try
        {
            return next(invocation);
        }
        finally
        {
            Local.Value = null;
        }
    }
}
