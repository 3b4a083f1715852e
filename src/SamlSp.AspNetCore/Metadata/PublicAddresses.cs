using System.Net;
using System.Net.Sockets;

namespace SamlSp.AspNetCore;

/// <summary>
/// Tells addresses of the public internet from those of this machine, its network and its cloud (IANA special-purpose registries, RFC
/// 6890).
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork LinkLocal4 = IPNetwork.Parse("169.254.0.0/16");
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPAddress CloudMetadata6 = IPAddress.Parse("fd00:ec2::254");

    public static bool IsPublic(IPAddress address)
    {
        address = Inner(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Global6.Contains(address))
        {
            return false;
        }

        return !Array.Exists(Special, network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    /// <summary>Addresses where clouds give credentials to any program on the machine. Never allowed, whatever a setting says.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        address = Inner(address);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? LinkLocal4.Contains(address)
            : address.IsIPv6LinkLocal || address.Equals(CloudMetadata6);
    }

    /// <summary>The IPv4 address inside an IPv6 one that leads to it: mapped, NAT64 (RFC 6052), 6to4 (RFC 3056).</summary>
    private static IPAddress Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        if (Translated.Contains(address))
        {
            return new(bytes.AsSpan(12, 4));
        }

        return SixToFour.Contains(address) ? new(bytes.AsSpan(2, 4)) : address;
    }
}
