namespace SamlSp.Protocol;

/// <summary>What a logout message is judged by besides its signature (SAML Core 3.2.1, 3.7.1; SAML Bindings 3.4.5.2).</summary>
internal static class LogoutChecks
{
    public static Refusal? Check(LogoutRequest request, LogoutExpectations expectations, DateTimeOffset now)
    {
        if (Destination(request.Destination, expectations) is { } refusal)
        {
            return refusal;
        }

        if (request.IssueInstant > now + expectations.ClockSkew)
        {
            return new(RefusalCodes.NotYetValid, "The LogoutRequest's IssueInstant lies in the future.");
        }
        // Without the skew: five minutes leave room for clocks that differ.
        if (now - request.IssueInstant > expectations.MaximumAge)
        {
            return new(RefusalCodes.Expired, "The LogoutRequest is too old, by its IssueInstant.");
        }

        return request.NotOnOrAfter is { } end && now - expectations.ClockSkew >= end
            ? new(RefusalCodes.Expired, "The LogoutRequest's NotOnOrAfter has passed.")
            : null;
    }

    public static Refusal? Check(LogoutResponse response, LogoutExpectations expectations, DateTimeOffset now) =>
        Destination(response.Destination, expectations)
        ?? (
            response.IssueInstant > now + expectations.ClockSkew
                ? new(RefusalCodes.NotYetValid, "The LogoutResponse's IssueInstant lies in the future.")
                : null
        );

    private static Refusal? Destination(string? destination, LogoutExpectations expectations) =>
        destination is null || destination == expectations.LogoutUrl
            ? null
            : new(RefusalCodes.DestinationMismatch, "The message's Destination is not this service provider's logout URL.");
}
