using System.Text;

namespace SamlSp.Protocol;

/// <summary>Bounds on RelayState (SAML Bindings 3.4.3, 3.5.3).</summary>
internal static class RelayStates
{
    /// <summary>What we may start with, in bytes.</summary>
    public const int MaximumOwn = 80;

    /// <summary>What we take from others and send back unchanged, in bytes: identity providers are known to overstep the 80.</summary>
    public const int MaximumForeign = 2048;

    /// <exception cref="ArgumentException">It is too long.</exception>
    public static void Check(string? relayState, MessageParameter parameter)
    {
        var maximum = parameter == MessageParameter.SAMLRequest ? MaximumOwn : MaximumForeign;
        if (relayState is not null && Encoding.UTF8.GetByteCount(relayState) > maximum)
        {
            throw new ArgumentException($"RelayState is longer than {maximum} bytes.", nameof(relayState));
        }
    }
}
