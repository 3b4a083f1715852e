using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

/// <summary>What is sent, and what is expected.</summary>
internal sealed record Attempt(byte[] FormValue, ResponseExpectations Expectations)
{
    public VerifierLimits Limits { get; init; } = new();

    public DateTimeOffset Now { get; init; } = TestClock.Now;

    public static Attempt Of(TestResponse response, params System.Security.Cryptography.X509Certificates.X509Certificate2[] trusted) =>
        new(System.Text.Encoding.ASCII.GetBytes(response.ToFormValue()), response.Expectations(trusted));

    public VerificationResult Run() => new ResponseVerifier(Limits, new MutableTimeProvider(Now)).VerifyFormValue(FormValue, Expectations);
}

/// <summary>
/// A line of the catalogue: an attempt that has to be refused with a code, beside one from the same builder that has to be accepted.
/// </summary>
/// <param name="Name">The catalogue's ID, and what is tried.</param>
/// <param name="Code">The refusal's code; null for something unusual that has to be accepted.</param>
/// <param name="Control">The positive control.</param>
/// <param name="Attack">What is tried.</param>
internal sealed record AttackCase(string Name, string? Code, Func<Attempt> Control, Func<Attempt> Attack)
{
    public string Group => Name[..1];

    /// <summary>What went wrong; null when control and attack came out as they must.</summary>
    public string? Run()
    {
        var control = Control().Run();
        if (!control.Accepted)
        {
            return $"{Name}: the control was refused, {control.Refusal.Code}: {control.Refusal.Message}";
        }

        var attack = Attack().Run();
        if (attack.Refusal?.Code != Code)
        {
            return $"{Name}: {attack.Refusal?.Code ?? "accepted"} in place of {Code ?? "accepted"}. {attack.Refusal?.Message}";
        }

        return attack.Accepted && attack.Assertion.NameId.Value != control.Assertion.NameId.Value
            ? $"{Name}: accepted as another user"
            : null;
    }
}
