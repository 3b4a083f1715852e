namespace SamlSp.Protocol;

/// <summary>What was inside a SAMLRequest or SAMLResponse value. Nothing about it is verified.</summary>
public sealed record DecodedMessage
{
    /// <summary>The root element's local name: <c>Response</c>, <c>AuthnRequest</c>, <c>LogoutRequest</c>, …</summary>
    public required string Kind { get; init; }

    /// <summary>The binding that the form of encoding shows, one of <see cref="BindingUris"/>; null for plain XML.</summary>
    public string? Binding { get; init; }

    /// <summary>RelayState, where a whole query or form was given; null otherwise.</summary>
    public string? RelayState { get; init; }

    /// <summary>The message, XML in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Xml { get; init; }
}
