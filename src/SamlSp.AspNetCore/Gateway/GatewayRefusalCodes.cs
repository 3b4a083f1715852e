namespace SamlSp.AspNetCore;

/// <summary>Codes of sign-ins that do not reach an application behind the gateway. Each has a section in docs/errors.md.</summary>
internal static class GatewayRefusalCodes
{
    /// <summary>The ticket that takes a session to the application's host is forged, old, used, or for another host or browser.</summary>
    public const string TicketInvalid = "gateway_ticket_invalid";
}
