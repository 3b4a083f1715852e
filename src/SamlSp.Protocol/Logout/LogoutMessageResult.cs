namespace SamlSp.Protocol;

/// <summary>What became of an incoming logout message: exactly one of the three is set.</summary>
public sealed class LogoutMessageResult
{
    /// <summary>A verified request.</summary>
    public LogoutRequest? Request { get; internal init; }

    /// <summary>A response; see <see cref="Signed"/>.</summary>
    public LogoutResponse? Response { get; internal init; }

    /// <summary>Why the message was refused.</summary>
    public Refusal? Refusal { get; internal init; }

    /// <summary>Whether a signature of the message was verified. Always true with a <see cref="Request"/>.</summary>
    public bool Signed { get; internal init; }

    /// <summary>RelayState as received, decoded; null when absent.</summary>
    public string? RelayState { get; internal init; }
}
