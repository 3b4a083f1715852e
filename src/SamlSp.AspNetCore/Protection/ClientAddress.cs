using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>What a client is counted by.</summary>
internal static class ClientAddress
{
    /// <summary>The address as a text. An IPv6 client has a /64 to itself: its addresses count as one.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
