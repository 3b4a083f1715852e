namespace SamlSp.EntraSandbox;

/// <summary>What the tenant says no with when somebody chooses that on the sign-in page, worded as Entra words it.</summary>
/// <param name="Title">What it is, a few words.</param>
/// <param name="Error">The error that the app is sent.</param>
internal sealed record ChosenRefusal(string Title, AadStsError Error)
{
    public static IReadOnlyList<ChosenRefusal> All { get; } =
    [
        new("Not assigned to the app", new("AADSTS50105", "The signed in user is not assigned to a role for the application.")),
        new(
            "Not invited to the tenant",
            new(
                "AADSTS50020",
                "User account from identity provider does not exist in tenant and cannot access the application. The account needs to be added as an external user in the tenant first."
            )
        ),
        new(
            "Several factors missing",
            new(
                "AADSTS50076",
                "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the application."
            )
        ),
        new(
            "Blocked by Conditional Access",
            new("AADSTS53003", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.")
        ),
    ];

    public static ChosenRefusal? Find(string? code) => All.FirstOrDefault(refusal => refusal.Error.Code == code);
}
